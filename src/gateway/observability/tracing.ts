/** OpenTelemetry traces, when a collector is configured. Spans carry operation, system and outcome; never a payload. */
import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallResult, Exchange, IncomingCall } from '../exchange/call.js';

/** A running trace exporter. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is buffered. */
  close(): Promise<void>;
}

/** Time for the last spans to leave, in milliseconds. */
const CLOSE_PATIENCE_MS = 2_000;

/** Starts exporting to an OTLP/HTTP endpoint. `onLost` hears of spans that could not be sent at the end. */
export async function startTracing(endpoint: string, onLost: (error: unknown) => void): Promise<Tracing> {
  // Some two hundred modules that a gateway without a collector starts faster without.
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const provider = new NodeTracerProvider({
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: endpoint }))],
  });
  return {
    tracer: provider.getTracer('ostiary'),
    // A collector that is away must not hold the gateway up; what it missed is lost.
    close: () => Promise.race([provider.shutdown().catch(onLost), delay(CLOSE_PATIENCE_MS, undefined, { ref: false })]),
  };
}

/**
 * Wraps the exchange in one span per call. Each call starts a trace of its own: a caller's trace context is the
 * caller's text and is not believed.
 */
export function traced(exchange: Exchange, tracer: Tracer): Exchange {
  return {
    handle: (call: IncomingCall): Promise<CallResult> =>
      tracer.startActiveSpan('ostiary.exchange', { kind: SpanKind.SERVER, root: true }, async (span) => {
        try {
          const result = await exchange.handle(call);
          const outcome = result.kind === 'answer' ? 'ANSWERED' : result.refusal.reason;
          span.setAttributes({
            'rpc.method': call.path,
            'ostiary.request_id': result.requestId,
            'ostiary.authority': call.peer.authority.code,
            'ostiary.transport': call.transport,
            'ostiary.outcome': outcome,
          });
          if (result.kind === 'refusal') span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
          return result;
        } finally {
          span.end();
        }
      }),
  };
}
