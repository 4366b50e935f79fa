package hapi.weight;

import java.util.List;

/// Some figures of one kind, read as shares of all.
record Figures(List<Double> values) {
    Figures {
        values = values.stream().sorted().toList();
    }

    /// The figure that this share of all does not exceed; NaN without any.
    double at(double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * values.size()) - 1;
        return values.get(Math.clamp(index, 0, values.size() - 1));
    }

    double median() {
        return at(0.5);
    }

    int count() {
        return values.size();
    }
}
