package hapi.weight;

import hapi.testkit.stage.Stage;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/// Weighs the pages and prints the tables of `docs/benchmarks.md`. `docs/bench/weigh` starts it and
/// says how.
///
/// Everything runs on the loopback interface in processes of its own, which it ends.
public final class Weigh {
    private static final List<String> CASES = List.of("load", "long", "heap", "tabs", "phone");

    private final Numbers numbers;

    private Weigh(Numbers numbers) {
        this.numbers = numbers;
    }

    public static void main(String[] arguments) throws Exception {
        Numbers numbers = Numbers.of(arguments);
        for (String word : numbers.words()) {
            if (!CASES.contains(word)) {
                throw new IllegalArgumentException("there is no " + word + "; see --help");
            }
        }
        Weigh weigh = new Weigh(numbers);
        for (String word : numbers.words().isEmpty() ? CASES : numbers.words()) {
            weigh.run(word);
        }
        System.out.printf(
                "%s, %d cores, JDK %s%n",
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        System.exit(0);
    }

    private void run(String word) throws Exception {
        Stage stage = new Stage();
        // Whoever breaks it off leaves no hub and no browser behind; a cleared stage stays clear.
        Thread end = Thread.ofPlatform().unstarted(stage::closeAll);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            switch (word) {
                case "load" -> new FirstLoad(stage, numbers.get("rounds", 3)).run();
                case "long" -> new LongSession(stage, numbers.get("rounds", 9)).run();
                case "heap" -> new TabHeap(stage, numbers.get("tabs", 20)).run();
                case "phone" ->
                        new QuestionToPhone(
                                        stage,
                                        numbers.get("questions", 200),
                                        numbers.get("gap", 200))
                                .run();
                default ->
                        new EventToScreen(
                                        stage,
                                        numbers.get("clients", 95),
                                        numbers.get("rate", 200),
                                        numbers.get("warm", 90),
                                        numbers.get("seconds", 30))
                                .run();
            }
        } finally {
            stage.closeAll();
        }
    }

    static void say(String format, Object... arguments) {
        System.err.printf(Locale.ROOT, format + "%n", arguments);
    }
}
