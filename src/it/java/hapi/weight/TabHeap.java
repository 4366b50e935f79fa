package hapi.weight;

import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a tab with a long session open costs the hub's heap: what lives with so many tabs more.
final class TabHeap {
    private static final int LONG = 20_000;
    private static final int SHORT = 200;
    private static final int FIRST = 3;

    private final Stage stage;
    private final int tabs;
    private final List<PushTab> open = new ArrayList<>();

    TabHeap(Stage stage, int tabs) {
        this.stage = stage;
        this.tabs = tabs;
    }

    void run() throws Exception {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Speaker shorter = new Speaker(stage, hub, "short");
        shorter.sayMany(SHORT, "Message of the short session, number ");
        Speaker longer = new Speaker(stage, hub, "long");
        longer.sayMany(LONG, "Message of the long session, number ");
        PushTab.Person person = PushTab.Person.signIn(hub);
        try {
            open(person, shorter, FIRST);
            open(person, longer, FIRST);
            long before = live(hub);
            open(person, shorter, tabs);
            long withShort = live(hub);
            open(person, longer, tabs);
            long withLong = live(hub);
            System.out.printf("%n| %d tabs more with | live heap more | a tab |%n", tabs);
            System.out.println("|---|---|---|");
            print(SHORT, withShort - before);
            print(LONG, withLong - withShort);
        } finally {
            open.forEach(PushTab::close);
        }
    }

    private void open(PushTab.Person person, Speaker speaker, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            open.add(new PushTab(person, "/sessions/" + speaker.id(), _ -> {}));
        }
    }

    private void print(int messages, long bytes) {
        System.out.printf(
                Locale.ROOT,
                "| %d messages | %.1f MB | %.2f MB |%n",
                messages,
                bytes / 1e6,
                bytes / 1e6 / tabs);
    }

    /// Bytes of all objects that are reachable. Asked three times, since a collection queues what
    /// another one frees.
    private static long live(HubProcess hub) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            least = Math.min(least, total(jvm(hub.program().pid())));
        }
        Weigh.say("live heap %.1f MB", least / 1e6);
        return least;
    }

    /// The launcher may be a shell that waits for the JVM.
    private static long jvm(long pid) {
        ProcessHandle started = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(started), started.descendants())
                .filter(it -> it.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElse(started)
                .pid();
    }

    private static long total(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.trim().split("\\s+")[2])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no histogram: " + text));
    }
}
