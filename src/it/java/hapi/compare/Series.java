package hapi.compare;

import java.util.function.Consumer;

/// Cases that run one after the other against one hub.
interface Series {
    /// The word that selects it.
    String word();

    /// Whether the hub starts with the prepared large home instead of an empty one.
    default boolean needsLargeHome() {
        return false;
    }

    /// Whether every round needs a hub that was just started, because memory is what it is about.
    /// Otherwise both hubs stay, the one idle while the other is measured, and warm up once.
    default boolean needsFreshHub() {
        return false;
    }

    /// How often it is run when `asked` rounds were asked for.
    default int rounds(Scale scale, int asked) {
        return asked;
    }

    /// Does what [#run] does for [Scale#warmUp], so that the first round is like the last.
    default void warmUp(MeasuredHub hub, Scale scale) throws Exception {}

    void run(MeasuredHub hub, Scale scale, Noise noise, Consumer<Figure> out) throws Exception;
}
