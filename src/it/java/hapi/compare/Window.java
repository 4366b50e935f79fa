package hapi.compare;

import hapi.compare.Figure.Details;

/// What a hub, this program and everybody else spent while something ran.
record Window(double seconds, double hubMicros, double otherCores) {

    /// What is measured; it may fail in any way.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    static Window measure(MeasuredHub hub, Noise noise, Work work) throws Exception {
        long machine = Cost.machineMicros();
        long own = Cost.cpuMicros(ProcessHandle.current());
        long hubBefore = Cost.cpuMicros(hub.handle());
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double spent = Cost.cpuMicros(hub.handle()) - hubBefore;
        // The hub is a child of this program: its time is in both of the family's counts.
        double family = Cost.cpuMicros(ProcessHandle.current()) - own;
        double others = (Cost.machineMicros() - machine - family) / 1e6 / seconds;
        noise.add(Math.max(0, others));
        return new Window(seconds, spent, others);
    }

    double hubCores() {
        return hubMicros / 1e6 / seconds;
    }

    /// The processor time of the hub for one of so many operations.
    Figure perOperation(String name, long operations, Latencies latencies, String faults) {
        return new Figure(
                name,
                "us",
                hubMicros / Math.max(1, operations),
                new Details(
                        operations / seconds,
                        latencies.millis(0.5),
                        latencies.millis(0.99),
                        hubCores(),
                        faults));
    }
}
