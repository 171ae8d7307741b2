import { createTransport } from 'nodemailer'

export const scenario = {
  setup: () => createTransport({ jsonTransport: true }),
  run: (transport) =>
    transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'Hi', text: 'Hi' }),
  teardown: (transport) => transport.close(),
}
