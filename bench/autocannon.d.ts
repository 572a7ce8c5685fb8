/** What we use of autocannon, which brings no types. */
declare module "autocannon" {
  interface Options {
    readonly url: string;
    readonly method?: "GET" | "POST";
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Asked in turn by every client, instead of `url`'s own path. */
    readonly requests?: readonly { readonly path?: string; readonly body?: string }[];
  }
  /** Latencies in milliseconds, throughput in bytes a second. */
  interface Result {
    readonly requests: { readonly average: number; readonly total: number };
    readonly latency: { readonly p50: number; readonly p97_5: number; readonly p99: number; readonly max: number };
    readonly throughput: { readonly average: number };
    readonly errors: number;
    readonly non2xx: number;
  }
  export default function autocannon(options: Options): Promise<Result>;
}
