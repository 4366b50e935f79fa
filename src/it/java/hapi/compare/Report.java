package hapi.compare;

import hapi.testkit.hub.Edition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Collects the figures of both hubs over all rounds and writes them as Markdown.
final class Report {
    private final Map<String, Map<Edition, List<Figure>>> figures = new LinkedHashMap<>();

    void add(Edition edition, Figure figure) {
        figures.computeIfAbsent(figure.name(), name -> new EnumMap<>(Edition.class))
                .computeIfAbsent(edition, e -> new ArrayList<>())
                .add(figure);
    }

    /// All faults of a hub, with the case; empty when there were none.
    List<String> faults(Edition edition) {
        return figures.values().stream()
                .flatMap(both -> both.getOrDefault(edition, List.of()).stream())
                .filter(figure -> !figure.details().faults().isBlank())
                .map(figure -> figure.name() + ": " + figure.details().faults().strip())
                .toList();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| case | unit | n | published | ours | ratio | goal | met |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        figures.forEach((name, both) -> text.append(row(name, both)));
        text.append("\n| case | published: per s, p50, p99, cores | ours: the same | faults |\n");
        text.append("|---|---|---|---|\n");
        figures.forEach((name, both) -> {
            if (!Double.isNaN(any(both).details().perSecond()) || !faults(both).isEmpty()) {
                text.append(
                        "| %s | %s | %s | %s |\n"
                                .formatted(
                                        name,
                                        details(both.get(Edition.PUBLISHED)),
                                        details(both.get(Edition.OURS)),
                                        faults(both)));
            }
        });
        return text.toString();
    }

    private static String row(String name, Map<Edition, List<Figure>> both) {
        Figure any = any(both);
        List<Double> theirs = values(both.get(Edition.PUBLISHED), Figure::value);
        List<Double> ours = values(both.get(Edition.OURS), Figure::value);
        double ratio = Spread.of(ours).median() / Spread.of(theirs).median();
        Optional<Goal> goal = Goal.of(name);
        return "| %s | %s | %d | %s | %s | %s | %s | %s |\n"
                .formatted(
                        name,
                        any.unit(),
                        Math.max(theirs.size(), ours.size()),
                        spread(theirs),
                        spread(ours),
                        Double.isNaN(ratio) ? "" : number(ratio),
                        goal.map(Goal::words).orElse(""),
                        ours.isEmpty()
                                ? ""
                                : goal.map(g -> g.verdict(ratio, Spread.of(ours).median()))
                                        .orElse(""));
    }

    private static Figure any(Map<Edition, List<Figure>> both) {
        return both.values().iterator().next().getFirst();
    }

    private static String details(@Nullable List<Figure> list) {
        if (list == null) {
            return "";
        }
        return "%s, %s ms, %s ms, %s"
                .formatted(
                        number(median(list, f -> f.details().perSecond())),
                        number(median(list, f -> f.details().p50())),
                        number(median(list, f -> f.details().p99())),
                        number(median(list, f -> f.details().hubCores())));
    }

    private static String faults(Map<Edition, List<Figure>> both) {
        TreeSet<String> words = new TreeSet<>();
        both.forEach((edition, list) ->
                list.stream()
                        .map(figure -> figure.details().faults().strip())
                        .filter(fault -> !fault.isEmpty())
                        .forEach(fault ->
                                words.add(edition.name().toLowerCase(Locale.ROOT) + ": " + fault)));
        return String.join("; ", words);
    }

    private static double median(List<Figure> list, ToDoubleFunction<Figure> value) {
        return Spread.of(values(list, value)).median();
    }

    private static List<Double> values(
            @Nullable List<Figure> list, ToDoubleFunction<Figure> value) {
        return list == null
                ? List.of()
                : list.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).boxed().toList();
    }

    private static String spread(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        Spread spread = Spread.of(values);
        return values.size() == 1
                ? number(spread.median())
                : "%s [%s..%s]"
                        .formatted(
                                number(spread.median()),
                                number(spread.min()),
                                number(spread.max()));
    }

    /// Two digits that count, or all before the point.
    static String number(double value) {
        double size = Math.abs(value);
        String pattern = size >= 10 ? "%,.0f" : size >= 1 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, pattern, value);
    }
}
