package hapi.compare;

import hapi.testkit.hub.Edition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures our hub beside the published one, in turns, and prints the tables of
/// `docs/benchmarks.md`.
///
/// ```
/// docs/bench/compare [rounds=3] [warm=8] [only=ours|published] [size=tiny]
///     [ingest fanout slow calls writers reads start idle cli]
/// ```
///
/// One hub is measured, then the other, then the first again; in the tiny size one start does for
/// all cases. Runs on Linux, since it reads `/proc`; ends all that it started.
public final class Compare {
    private static final List<Series> ALL =
            List.of(
                    new IngestSeries(),
                    new FanOutSeries(),
                    new SlowReadersSeries(),
                    new CallSeries(),
                    new WritersSeries(),
                    new ReadSeries(),
                    new StartSeries(false),
                    new StartSeries(true),
                    new IdleSeries(),
                    new CliSeries());

    private final Options options;
    private final Scale scale;
    private final LargeHome largeHome;
    private final Report report = new Report();
    private final Noise noise = new Noise();

    /// What was asked for; no words means every series.
    record Options(
            int rounds,
            Duration warmUp,
            List<Edition> editions,
            boolean isTiny,
            List<String> words) {
        static Options of(String... arguments) {
            int rounds = 3;
            Duration warmUp = Scale.FULL.warmUp();
            boolean isTiny = false;
            List<Edition> editions = List.of(Edition.PUBLISHED, Edition.OURS);
            List<String> words = new ArrayList<>();
            for (String argument : arguments) {
                String value = argument.substring(argument.indexOf('=') + 1);
                if (argument.startsWith("rounds=")) {
                    rounds = Integer.parseInt(value);
                } else if (argument.startsWith("warm=")) {
                    warmUp = Duration.ofSeconds(Long.parseLong(value));
                } else if (argument.startsWith("only=")) {
                    editions = List.of(Edition.valueOf(value.toUpperCase(Locale.ROOT)));
                } else if (argument.equals("size=tiny")) {
                    isTiny = true;
                } else if (ALL.stream().anyMatch(series -> series.word().equals(argument))) {
                    words.add(argument);
                } else {
                    throw new IllegalArgumentException("there is no " + argument);
                }
            }
            return new Options(rounds, warmUp, editions, isTiny, words);
        }
    }

    Compare(Options options, Path prepared) {
        this.options = options;
        this.scale = options.isTiny() ? Scale.TINY : Scale.FULL.warmedUp(options.warmUp());
        this.largeHome = new LargeHome(prepared, scale);
    }

    /// Everything it prints goes to standard output, what it is doing to standard error.
    public static void main(String[] arguments) throws Exception {
        Compare compare =
                new Compare(Options.of(arguments), Path.of("target/compare").toAbsolutePath());
        long start = System.nanoTime();
        Report report = compare.run();
        String text =
                "%s\n%s, %d cores, %s, JDK %s, %d windows; other programs used %s cores in the median window [%s..%s]; %d s in all.\n"
                        .formatted(
                                report.markdown(),
                                LocalDate.now(),
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("java.version"),
                                compare.noise.windows(),
                                Report.number(compare.noise.spread().median()),
                                Report.number(compare.noise.spread().min()),
                                Report.number(compare.noise.spread().max()),
                                Duration.ofNanos(System.nanoTime() - start).toSeconds());
        System.out.print(text);
        Files.createDirectories(Path.of("target/compare"));
        Files.writeString(Path.of("target/compare/table.md"), text);
        System.exit(0);
    }

    Report run() throws Exception {
        if (options.isTiny()) {
            for (Edition edition : options.editions()) {
                try (MeasuredHub hub = start(true, edition)) {
                    for (Series series : selected()) {
                        series.warmUp(hub, scale);
                        run(series, hub);
                    }
                }
            }
            return report;
        }
        for (Series series : selected()) {
            int rounds = series.rounds(scale, options.rounds());
            if (series.needsFreshHub()) {
                for (int round = 1; round <= rounds; round++) {
                    for (Edition edition : options.editions()) {
                        say("%s, round %d, %s", series.word(), round, edition);
                        try (MeasuredHub hub = start(series.needsLargeHome(), edition)) {
                            run(series, hub);
                        }
                    }
                }
            } else {
                inTurns(series, rounds);
            }
        }
        return report;
    }

    /// Both hubs run from the first round to the last; the one that is not measured does nothing.
    private void inTurns(Series series, int rounds) throws Exception {
        List<MeasuredHub> hubs = new ArrayList<>();
        try {
            for (Edition edition : options.editions()) {
                hubs.add(start(series.needsLargeHome(), edition));
                say("%s, warm-up, %s", series.word(), edition);
                series.warmUp(hubs.getLast(), scale);
            }
            for (int round = 1; round <= rounds; round++) {
                for (MeasuredHub hub : hubs) {
                    say("%s, round %d, %s", series.word(), round, hub.edition());
                    run(series, hub);
                }
            }
        } finally {
            for (MeasuredHub hub : hubs) {
                hub.close();
            }
        }
    }

    private List<Series> selected() {
        return ALL.stream()
                .filter(s -> options.words().isEmpty() || options.words().contains(s.word()))
                .toList();
    }

    private void run(Series series, MeasuredHub hub) throws Exception {
        series.run(
                hub,
                scale,
                noise,
                figure -> {
                    say(
                            "    %s: %.1f %s %s",
                            figure.name(),
                            figure.value(),
                            figure.unit(),
                            figure.details().faults());
                    report.add(hub.edition(), figure);
                });
    }

    private MeasuredHub start(boolean isLarge, Edition edition) throws IOException {
        Path home = Files.createTempDirectory("hapi-compare-");
        if (isLarge) {
            largeHome.copy(edition, home);
        }
        return MeasuredHub.start(edition, home, !options.isTiny());
    }

    private static void say(String format, Object... arguments) {
        System.err.printf(Locale.ROOT, format + "%n", arguments);
    }
}
