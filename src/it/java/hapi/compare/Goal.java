package hapi.compare;

import java.util.List;
import java.util.Optional;

/// What we want of one case beside the published hub: our figure divided by theirs, our figure
/// alone, or both. Infinite where nothing is asked.
///
/// @param prefix how the names of its cases begin
record Goal(String prefix, double ratio, double figure) {
    private static final double ANY = Double.POSITIVE_INFINITY;

    /// What a few short windows on a shared machine cannot tell apart.
    private static final double NOISE = 1.25;

    /// The first whose prefix fits counts.
    private static final List<Goal> ALL =
            List.of(
                    new Goal("ingest 1 KB", 1 / 3.0, ANY),
                    new Goal("ingest 20 KB", 1 / 2.0, ANY),
                    new Goal("fan-out gzip, 500 readers: hub cores", ANY, 1),
                    new Goal("fan-out gzip, 500 readers: memory", 1, ANY),
                    new Goal("fan-out plain, 500 readers: ", ANY, ANY),
                    new Goal("fan-out gzip", 1 / 8.0, ANY),
                    new Goal("fan-out plain", 1, ANY),
                    new Goal("500 readers that stop", 1, ANY),
                    new Goal("RPC", 1 / 2.0, ANY),
                    new Goal("web to command line", 1 / 3.0, ANY),
                    new Goal("latest page of 100,000, identity", ANY, 5_000),
                    new Goal("latest page of 100,000", 1, ANY),
                    new Goal("list of ", 1 / 3.0, ANY),
                    new Goal("idle with 1,000 sockets: memory", ANY, ANY),
                    new Goal("idle with", 1 / 2.0, ANY),
                    new Goal("memory of an empty hub", ANY, 300),
                    new Goal("start, empty", 2, ANY),
                    new Goal("start, large", 1, ANY),
                    new Goal("hapi claude: to the agent's first byte", 1.5, ANY),
                    new Goal("hapi claude: memory of the idle tree", 1, ANY));

    static Optional<Goal> of(String name) {
        return ALL.stream()
                .filter(goal -> name.startsWith(goal.prefix))
                .findFirst()
                .filter(goal -> goal.ratio != ANY || goal.figure != ANY);
    }

    /// The goal as a person reads it.
    String words() {
        if (figure != ANY) {
            return "<= %,.0f".formatted(figure);
        }
        return ratio < 1
                ? "<= 1/%.0f".formatted(1 / ratio)
                : "<= %s x".formatted(Report.number(ratio));
    }

    /// @param measuredRatio NaN when only one hub was measured
    String verdict(double measuredRatio, double measuredFigure) {
        if (Double.isNaN(measuredRatio) && ratio != ANY) {
            return "";
        }
        double excess = ratio == ANY ? measuredFigure / figure : measuredRatio / ratio;
        if (excess <= 1) {
            return "yes";
        }
        return excess <= NOISE ? "within noise" : "**no**";
    }
}
