/** What one iteration of a service is: exactly one of them. */
export interface Driving {
  /** What one iteration asks for: a path, a request, or several that are sent one after the other. */
  readonly request?: string | ServiceRequest | readonly (string | ServiceRequest)[]
  /** One iteration as a function. */
  readonly drive?: (service: Service) => unknown
  /** Many iterations at once, such as a run of a load generator: it must do exactly so many. */
  readonly load?: (iterations: number, service: Service) => unknown
}

export interface ServiceRequest {
  readonly path: string
  /** Default `GET`, or `POST` with a body. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The status that is meant to be answered. Default: any below 400. */
  readonly status?: number
}

/** The standard streams of a program that is spoken to over them. */
export interface ProgramStdio {
  /** Resolves once the program can read it. */
  write(text: string): Promise<void>
  /** Hands over each line that it prints from now on to stdout; what is returned ends that. */
  onLine(hear: (line: string) => void): () => void
}

/** A running service, as `drive` and `load` see it. */
export interface Service {
  /** Its address: `http://127.0.0.1:34567`. */
  readonly url: string
  /** Aborted when the check is. */
  readonly signal: AbortSignal
  /** Its standard streams, where the target was given `stdio`. */
  readonly stdio?: ProgramStdio
  /** Sends one request on the kept-alive connection; resolves to the body. Rejects for a status of 400 and more. */
  send(request: string | ServiceRequest): Promise<string>
}
