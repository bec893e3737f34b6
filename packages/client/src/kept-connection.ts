import { Client, type Dispatcher } from "undici";

/** Is told which connection its request is sent on. */
export interface SentOnConnection {
  sentOn(connection: KeptConnection): void;
}

/** How a request is dispatched, with who asks for its connection: a pool wraps the handler, and hands these on as they are. */
export interface AskingOptions extends Dispatcher.DispatchOptions {
  readonly asks: SentOnConnection;
}

/** One connection of a pool, which knows whether it has been answered on before. */
export class KeptConnection extends Client {
  #answers = 0;

  constructor(origin: URL, options: Client.Options) {
    super(origin, options);
    // Requests under way fail before this is told.
    this.on("disconnect", () => {
      this.#answers = 0;
    });
  }

  /** Whether an earlier request was answered on the connection that is open, or was until a moment ago. */
  get isReused(): boolean {
    return this.#answers > 0;
  }

  countAnswer(): void {
    this.#answers += 1;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions & Partial<AskingOptions>,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    options.asks?.sentOn(this);
    return super.dispatch(options, handler);
  }
}
