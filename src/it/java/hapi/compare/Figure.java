package hapi.compare;

/// One figure of one window. `details` are shown below the table.
///
/// @param name the case, the same in every round and for both hubs
/// @param unit of `value`
record Figure(String name, String unit, double value, Details details) {

    /// What was seen beside the figure. Durations in milliseconds, NaN where there is none.
    ///
    /// @param faults lost, doubled, out of order and refused, in words; empty when all is well
    record Details(double perSecond, double p50, double p99, double hubCores, String faults) {
        static final Details NONE = new Details(Double.NaN, Double.NaN, Double.NaN, Double.NaN, "");
    }

    static Figure of(String name, String unit, double value) {
        return new Figure(name, unit, value, Details.NONE);
    }
}
