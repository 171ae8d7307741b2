// Stands for k6, Artillery or another engine: sends 100 requests a second to every address that it is given.
const addresses = process.argv.slice(2)

setInterval(() => {
  for (const address of addresses) send(address)
}, 10)

async function send(address) {
  try {
    await (await fetch(address)).text()
  } catch {
    // A server that is still starting, or has ended: its counter tells what was served.
  }
}
