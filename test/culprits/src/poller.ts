interface State {
  polls: number
}

export class Poller {
  private readonly state: State = { polls: 0 }
  timer: NodeJS.Timeout | undefined

  start(): void {
    this.timer = setInterval(() => {
      this.state.polls++
    }, 60_000)
  }
}
