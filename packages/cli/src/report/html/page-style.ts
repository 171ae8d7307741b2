/** Colours are pairs of a ground and a text with a contrast of 4.5 or more, in light and in dark. */
export const PAGE_STYLE: string = `
:root{--ground:#fff;--text:#1c1e21;--soft:#5b616b;--line:#d5d9e0;--raised:#f5f6f8;--link:#0a58ca;--shade:#eceef2;
--red:#b42318;--red-ground:#fdeceb;--green:#1a6f3c;--green-ground:#e6f5eb;--amber:#7a4b00;--amber-ground:#fdf1d8;--grey:#474d57;--grey-ground:#e9ebef;
--line-1:#0b63c5;--line-2:#8a4a00;--line-3:#8e24aa;--growth:#c4261b;--fault:#b05c00}
@media (prefers-color-scheme:dark){:root{--ground:#15171b;--text:#e7e9ed;--soft:#a3a9b5;--line:#353a44;--raised:#1e2127;--link:#8ab8ff;--shade:#22262e;
--red:#ff9d94;--red-ground:#3a1916;--green:#7fd6a0;--green-ground:#12301e;--amber:#f3c56b;--amber-ground:#33270d;--grey:#c3c8d1;--grey-ground:#2a2e36;
--line-1:#6cb0ff;--line-2:#f0a860;--line-3:#d6a1ea;--growth:#ff8278;--fault:#f0a860}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:76rem;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,sans-serif}
h1,h2,h3{line-height:1.3;margin:0;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.1rem}h3{font-size:.95rem}
p{margin:.35rem 0;overflow-wrap:anywhere}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
header{padding:.9rem 1rem;border-radius:10px;border-left:6px solid var(--mark);background:var(--tint)}
.growth{--mark:var(--red);--tint:var(--red-ground)}.plateau{--mark:var(--green);--tint:var(--green-ground)}
.unsettled{--mark:var(--amber);--tint:var(--amber-ground)}.incomplete{--mark:var(--grey);--tint:var(--grey-ground)}
.badge{display:inline-block;padding:.05em .55em;border-radius:6px;background:var(--tint);color:var(--mark);font-size:.85em;font-weight:700;white-space:nowrap;border:1px solid var(--mark)}
.sentence{font-size:1.05rem;font-weight:600}.reason{font-weight:600}
.counts{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;list-style:none;margin:.6rem 0 0;padding:0}
details{margin:1rem 0;border:1px solid var(--line);border-radius:10px;padding:.5rem 1rem}
summary{cursor:pointer;padding:.25rem 0}summary h2{display:inline}
section{margin:1.5rem 0}section h2{margin-bottom:.5rem}
.grown{margin:.6rem 0}
.rate strong{font-size:1.15rem;color:var(--red);margin-right:.4rem}
dl{margin:.6rem 0;padding:.6rem .9rem;border-radius:8px;background:var(--raised)}
dl div{display:grid;grid-template-columns:8rem 1fr;gap:.1rem .8rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{margin:.4rem 0;padding:.7rem .9rem;border-radius:8px;background:var(--raised);overflow-x:auto;white-space:pre-wrap}
.plot{margin:1rem 0;border-radius:8px}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25rem .75rem}
.tools{display:flex;gap:.3rem}
button{font:inherit;color:inherit;min-width:2rem;padding:.1rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--raised);cursor:pointer}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.canvas{width:100%;overflow:hidden}
.u-legend{font-size:13px;font-variant-numeric:tabular-nums;color:var(--soft)}
.u-select{background:color-mix(in srgb,var(--link) 22%,transparent)}
.u-hz .u-cursor-x,.u-vt .u-cursor-y{border-right-color:var(--soft)}
.scroll{overflow-x:auto;margin:.8rem 0;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse}
.scroll table{width:100%;font-size:13px}
.scroll th,.scroll td{padding:.3rem .7rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
.scroll tbody tr:last-child>*{border-bottom:0}
.scroll thead th{background:var(--raised);white-space:normal;vertical-align:bottom}
.scroll th:first-child{text-align:left;overflow-wrap:anywhere;white-space:normal;min-width:6rem}
section ol{max-height:30rem;overflow-y:auto}@media print{section ol{max-height:none}}
ol,ul{padding-left:1.6rem}li{margin:.3rem 0;overflow-wrap:anywhere}
.soft{color:var(--soft)}
@media (max-width:40rem){body{padding:.6rem}details{padding:.4rem .6rem}dl div{grid-template-columns:1fr}dd{margin-bottom:.3rem}}
@media print{body{max-width:none;padding:0}.tools{display:none}.plot,dl,.scroll{break-inside:avoid}header,.badge{print-color-adjust:exact}}
`
