// A validator made for each test: code is generated and compiled each time.
import Ajv from 'ajv'

export const scenario = {
  run() {
    const validate = new Ajv().compile({
      type: 'object',
      properties: { text: { type: 'string', minLength: 1 } },
      required: ['text'],
    })
    return validate({ text: 'a note' })
  },
}
