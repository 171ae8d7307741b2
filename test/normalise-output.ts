/** Each pattern that differs from run to run, machine to machine or release to release. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\\/g, '/'],
  [/\d+(\.\d+)? ?(ms|s|µs)\b/g, '<time>'],
  [/Duration.*/g, 'Duration  <time>'],
  [/^Time: .*/gm, 'Time: <time>'],
  // Jest leaves out the time of a quick test.
  [/ \(<time>\)$/gm, ''],
  [/\d\d:\d\d:\d\d/g, '<clock>'],
  [/ v\d+\.\d+\.\d+/g, ' v<version>'],
  [/[▁▂▃▄▅▆▇█]+/g, '<bars>'],
  [/-?[\d.]+ (B|kB|MB) to -?[\d.]+ (B|kB|MB) over/g, '<bytes> to <bytes> over'],
  [/[\d.]+(?: \d{3})* to [\d.]+(?: \d{3})* over/g, '<count> to <count> over'],
  [/over iterations \d+ to \d+/g, 'over iterations <n> to <n>'],
  [/interval -?[\d. ]+ to -?[\d. ]*\d/g, 'interval <low> to <high>'],
  [/(^ +|\(|, )\d+ iterations/gm, '$1<n> iterations'],
  [/Iteration \d+/g, 'Iteration <n>'],
  [/[+-][\d. ]*\d bytes? per iteration/g, '+<rate> bytes per iteration'],
  [/Only \d+ <time>|Only <time>/g, 'Only <time>'],
  [/\(node:\d+\)/g, '(node:<pid>)'],
  [/would have shown: .*/g, 'would have shown: <amounts>'],
  // A clean check that the gate did not pass is counted: chance, on a busy machine.
  [
    /one object kept in every .* would have shown.*/g,
    'the smallest leak per iteration that would have shown: <amounts>',
  ],
  // What moved before the time was over is chance.
  [/(could not tell[^\n]*\n)( +\w+ +(<bars>|moved )[^\n]*\n)+/g, '$1'],
  [/report-[\d-]+\.json/g, 'report.json'],
  // Vitest leaves out the passed test that was quick, and release 3 sets the time of a slow one apart.
  [/^ {3,}✓ .*<time>.*\n/gm, ''],
  [/^( *[×❯] .*\S) {2}<time>/gm, '$1 <time>'],
  // Frames of the runner and of Node move with every release.
  [/^ +at .*(node_modules|node:internal|<anonymous>).*\n/gm, ''],
  [/^ +❯ .*node_modules.*\n/gm, ''],
  [/[ \t]+$/gm, ''],
]

/** A runner's output with everything replaced that may differ although the behaviour is the same. */
export function normaliseOutput(text: string, project: string): string {
  const rooted = text.replaceAll(`file://${project}`, '<project>').replaceAll(project, '<project>')
  return VARYING.reduce((result, [pattern, name]) => result.replace(pattern, name), rooted)
}
