import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { CounterConfiguration, GaugeConfiguration, HistogramConfiguration } from 'prom-client';

/** The Prometheus metrics of one process. Names begin with `betang_`; labels are few and never hold a person. */
export class Metrics {
  readonly registry = new Registry();

  /** Also collects what Node tells of itself: memory, event loop, garbage collection. */
  collectProcessMetrics(): void {
    // Every 10 ms, the default, would keep an idle process awake.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 250 });
  }

  counter<L extends string>(options: CounterConfiguration<L>): Counter<L> {
    return (
      (this.registry.getSingleMetric(options.name) as Counter<L> | undefined) ??
      new Counter({ ...options, registers: [this.registry] })
    );
  }

  gauge<L extends string>(options: GaugeConfiguration<L>): Gauge<L> {
    return (
      (this.registry.getSingleMetric(options.name) as Gauge<L> | undefined) ??
      new Gauge({ ...options, registers: [this.registry] })
    );
  }

  histogram<L extends string>(options: HistogramConfiguration<L>): Histogram<L> {
    return (
      (this.registry.getSingleMetric(options.name) as Histogram<L> | undefined) ??
      new Histogram({ ...options, registers: [this.registry] })
    );
  }
}
