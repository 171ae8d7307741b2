import { expect, onTestFinished, test } from 'vitest'
import { cutLines } from '../../src/drive/program-stdio.ts'
import { startService } from '../../src/drive/start-service.ts'
import { nodeTarget } from '../../src/node-process/node-target.ts'

const { signal } = new AbortController()

test('a program is spoken to over its standard streams, and is ready without an answer', async () => {
  const echo = "process.stdin.on('data', (text) => process.stdout.write('heard ' + text))"
  const { program, connection } = await startService(
    { command: [process.execPath, '-e', echo], load() {}, stdio: true },
    { name: "Program 'echo'", signal, readyMs: 20_000 },
  )
  onTestFinished(() => {
    connection.close()
    return program.stop()
  })
  const heard = new Promise<string>((resolve) => program.stdio?.onLine(resolve))
  await program.stdio?.write('ada\n')

  expect(await heard).toBe('heard ada')
})

test('lines are cut wherever the pieces end, characters too, and nobody hears what came before', () => {
  const lines = cutLines()
  const heard: string[] = []
  const stdio = lines.of({ stdin: undefined })
  lines.add(Buffer.from('before\n'))
  const stop = stdio.onLine((line) => heard.push(line))
  const bytes = Buffer.from('größe\r\n2\nrest')
  for (const byte of bytes) lines.add(Buffer.of(byte))
  stop()
  lines.add(Buffer.from('\n'))

  expect(heard).toEqual(['größe', '2'])
})

test('a program whose stdin is closed cannot be spoken to', async () => {
  await expect(cutLines().of({ stdin: undefined }).write('a')).rejects.toThrow(
    'its stdin is closed',
  )
})

test('only what is started here has streams', () => {
  expect(() => nodeTarget({ pid: 1, stdio: true })).toThrow(
    'stdio has no meaning beside pid: that process runs already.',
  )
  expect(() => nodeTarget({ command: ['node'], stdio: 'yes' as unknown as true })).toThrow(
    "stdio must be true or false, received 'yes'.",
  )
})
