import { pack, unpack } from 'msgpackr'

export const scenario = {
  run: () => unpack(pack({ id: 7, tags: ['a', 'b'], at: new Date(0), nested: { ok: true } })).id,
}
