package hapi.compare;

import java.util.ArrayList;
import java.util.List;

/// How busy other programs kept the machine, window by window, in cores.
final class Noise {
    private final List<Double> windows = new ArrayList<>();

    void add(double cores) {
        windows.add(cores);
    }

    Spread spread() {
        return Spread.of(windows);
    }

    int windows() {
        return windows.size();
    }
}
