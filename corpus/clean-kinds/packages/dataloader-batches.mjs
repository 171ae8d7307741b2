import DataLoader from 'dataloader'

export const scenario = {
  async run() {
    const loader = new DataLoader(async (ids) => ids.map((id) => ({ id })))
    await Promise.all([loader.load(1), loader.load(2), loader.load(1)])
  },
}
