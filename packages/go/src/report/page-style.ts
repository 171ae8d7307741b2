/** Colours are pairs of a ground and a text with a contrast of 4.5 or more, in light and in dark. */
export const PAGE_STYLE: string = `
:root{--ground:#fff;--text:#1c1e21;--soft:#5b616b;--line:#d5d9e0;--raised:#f5f6f8;--link:#0a58ca;
--project:#ffc28a;--dependency:#f0d77b;--standard:#b5d3f2;--runtime:#d9dce2;--all:#eceef2;--on:#1c1e21;--mark:#7a1fa2}
@media (prefers-color-scheme:dark){:root{--ground:#15171b;--text:#e7e9ed;--soft:#a3a9b5;--line:#353a44;--raised:#1e2127;--link:#8ab8ff;
--project:#8a4a12;--dependency:#6b5a10;--standard:#23496f;--runtime:#40454f;--all:#2a2e36;--on:#f4f5f7;--mark:#e29bff}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:90rem;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.35rem;line-height:1.3;margin:0;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
header p{margin:.15rem 0;color:var(--soft)}
header .summary{color:var(--text);font-weight:600}
button,input{font:inherit;color:inherit}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
fieldset{border:0;margin:0;padding:0;display:flex;gap:.75rem;align-items:center}
legend{float:left;padding:0;margin-right:.25rem;color:var(--soft)}
.search{display:flex;gap:.5rem;align-items:center;flex:1 1 14rem;max-width:26rem}
.search input{flex:1;min-width:0;padding:.3rem .5rem;border:1px solid var(--line);border-radius:6px;background:var(--raised)}
.tools button,#more{padding:.3rem .75rem;border:1px solid var(--line);border-radius:6px;background:var(--raised);cursor:pointer}
button:disabled{opacity:.5;cursor:default}
#more{margin-top:.75rem}
:focus-visible{outline:2px solid var(--link);outline-offset:1px}
.legend{display:flex;flex-wrap:wrap;gap:.4rem;margin:.6rem 0;font-size:.8rem}
.legend span{padding:0 .5rem;border-radius:4px}
.legend span,.frame{color:var(--on)}
.project{background:var(--project)}.dependency{background:var(--dependency)}.standard{background:var(--standard)}.runtime{background:var(--runtime)}.all{background:var(--all)}
.flame{position:relative;overflow:hidden;border-radius:6px}
.frame{position:absolute;height:22px;margin:0;padding:0 5px;border:0;border-right:1px solid var(--ground);border-bottom:1px solid var(--ground);
border-radius:3px;font:12px/21px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;text-align:left;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;cursor:pointer;min-width:2px}
.frame:hover{filter:brightness(1.08) saturate(1.25)}
.frame:focus-visible{outline-offset:-2px;z-index:1}
.frame.passed{opacity:.65}
.searching .frame:not(.found){opacity:.35}
.frame.found{box-shadow:inset 0 0 0 2px var(--mark);font-weight:600}
.detail{position:sticky;top:0;z-index:2;min-height:4.2em;margin:.5rem 0;padding:.5rem .75rem;border-radius:6px;background:var(--raised);overflow-wrap:anywhere}
.detail b{display:block;font:600 13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{padding:.3rem .6rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
tbody tr:last-child>*{border-bottom:0}
td.words{white-space:normal;overflow-wrap:anywhere;min-width:13rem}
tbody tr:hover{background:var(--raised)}
thead th{background:var(--raised);padding:0;vertical-align:bottom}
thead button{width:100%;padding:.35rem .6rem;border:0;background:none;font-weight:600;text-align:inherit;cursor:pointer}
th[aria-sort=descending] button::after{content:' ↓'}th[aria-sort=ascending] button::after{content:' ↑'}
.words{text-align:left}
tbody th{font:12px/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:normal;overflow-wrap:anywhere;min-width:13rem}
td.words{color:var(--soft)}
.grown{color:var(--mark);font-weight:600}
@media (max-width:40rem){body{padding:.75rem}.search{max-width:none}th,td{padding:.3rem .45rem}tbody th{min-width:9rem}thead button{white-space:normal}thead th{white-space:normal}}
@media (prefers-reduced-motion:no-preference){.frame{transition:left .15s,width .15s}}
`
