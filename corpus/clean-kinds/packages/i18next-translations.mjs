import i18next from 'i18next'

export const scenario = {
  async setup() {
    const translation = {
      hello: 'Hello {{name}}',
      note_one: '{{count}} note',
      note_other: '{{count}} notes',
    }
    const i18n = i18next.createInstance()
    await i18n.init({ lng: 'en', resources: { en: { translation } }, showSupportNotice: false })
    return i18n
  },
  run: (i18n) => i18n.t('hello', { name: 'Ada' }) + i18n.t('note', { count: 2 }),
}
