export const scenario = {
  async run() {
    const source = new ReadableStream({
      start(controller) {
        controller.enqueue('one')
        controller.enqueue('two')
        controller.close()
      },
    })
    let text = ''
    for await (const chunk of source.pipeThrough(new TextEncoderStream())) text += chunk.length
    return text
  },
}
