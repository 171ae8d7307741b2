// A message with an attachment, sent nowhere.
import { createTransport } from 'nodemailer'

export const scenario = {
  async run() {
    const transport = createTransport({ jsonTransport: true })
    const { message } = await transport.sendMail({
      from: 'a@example.com',
      to: ['b@example.com', 'c@example.com'],
      subject: 'Your notes',
      html: '<p>Your notes</p>',
      attachments: [{ filename: 'notes.txt', content: 'a note\n'.repeat(100) }],
    })
    transport.close()
    return message.length
  },
}
