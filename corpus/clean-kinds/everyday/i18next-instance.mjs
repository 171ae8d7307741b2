// An instance per test, in two languages.
import { createInstance } from 'i18next'

const resources = {
  en: { translation: { notes_one: '{{count}} note', notes_other: '{{count}} notes' } },
  de: { translation: { notes_one: '{{count}} Notiz', notes_other: '{{count}} Notizen' } },
}

export const scenario = {
  async run() {
    const i18n = createInstance()
    await i18n.init({ lng: 'en', fallbackLng: 'en', resources, showSupportNotice: false })
    const english = i18n.t('notes', { count: 2 })
    await i18n.changeLanguage('de')
    return english + i18n.t('notes', { count: 1 })
  },
}
