import Joi from 'joi'

const schema = Joi.object({ text: Joi.string().min(3).required(), at: Joi.date().iso() })
export const scenario = {
  run: () => schema.validate({ text: 'ab', at: '2026-01-01' }).error.message,
}
