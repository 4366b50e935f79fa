package hapi.weight;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import hapi.compare.Cost;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long an event takes from a command line to the screens of five real tabs while others have
/// tabs open too. Each event carries the time in its words; a tab notes when it is in the page.
final class EventToScreen {
    private static final int SESSIONS = 20;
    private static final int TABS = 5;

    /// One event of so many is another name of the session, the others are messages.
    private static final int NAME_EVERY = 10;

    private static final Pattern MARK = Pattern.compile("(?:said|name)-(\\d{13})");

    /// Notes each mark when it first stands in the page, also in shadow roots.
    private static final String NOTES =
            """
            (() => {
              window.marks = [];
              const seen = new Set();
              const note = (text) => {
                for (const [mark, kind, time] of text.matchAll(/(said|name)-(\\d{13})/g)) {
                  if (!seen.has(mark)) {
                    seen.add(mark);
                    window.marks.push(kind + ' ' + time + ' ' + Date.now());
                  }
                }
              };
              const observer = new MutationObserver((changes) => {
                for (const change of changes) {
                  if (change.type === 'characterData') {
                    note(change.target.data);
                  }
                  for (const node of change.addedNodes) {
                    note(node.textContent ?? '');
                  }
                }
              });
              const what = { childList: true, characterData: true, subtree: true };
              const attach = Element.prototype.attachShadow;
              Element.prototype.attachShadow = function (init) {
                const root = attach.call(this, init);
                observer.observe(root, what);
                return root;
              };
              observer.observe(document, what);
            })();
            """;

    private final Stage stage;
    private final int clients;
    private final int rate;
    private final int warmSeconds;
    private final int seconds;
    private final List<Speaker> speakers = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final Queue<Long> atSockets = new ConcurrentLinkedQueue<>();

    EventToScreen(Stage stage, int clients, int rate, int warmSeconds, int seconds) {
        this.stage = stage;
        this.clients = clients;
        this.rate = rate;
        this.warmSeconds = warmSeconds;
        this.seconds = seconds;
    }

    void run() throws Exception {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        ProcessHandle process = ProcessHandle.of(hub.program().pid()).orElseThrow();
        for (int i = 0; i < SESSIONS; i++) {
            speakers.add(new Speaker(stage, hub, "session-" + i));
        }
        List<PushTab> others = others(hub);
        List<Page> tabs = tabs(hub);
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        try {
            long gap = 1_000_000 / rate;
            clock.scheduleAtFixedRate(this::send, 0, gap, TimeUnit.MICROSECONDS);
            clock.scheduleAtFixedRate(
                    () -> speakers.forEach(Speaker::alive), 5, 5, TimeUnit.SECONDS);
            Weigh.say("%d tabs and %d clients are open, warm-up", tabs.size(), others.size());
            listen(tabs, warmSeconds);
            atSockets.clear();
            long frames = others.stream().mapToLong(PushTab::frames).sum();
            long characters = others.stream().mapToLong(PushTab::characters).sum();
            long events = sent.get();
            long began = System.nanoTime();
            long cpu = Cost.cpuMicros(process);
            long family = Cost.cpuMicros(ProcessHandle.current());
            long all = Cost.machineMicros();
            Weigh.say("measuring for %d s", seconds);
            Map<String, List<Double>> latencies = listen(tabs, seconds);
            double took = (System.nanoTime() - began) / 1e9;
            double used = (Cost.cpuMicros(process) - cpu) / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%n%d tabs, %d clients, %.0f events/s sent; hub %.2f cores, browser and load %.2f, the whole"
                            + " machine %.2f;"
                            + " %.0f pushes/s and %.0f kB/s to the clients%n%n",
                    tabs.size(),
                    others.size(),
                    (sent.get() - events) / took,
                    used / took,
                    (Cost.cpuMicros(ProcessHandle.current()) - family) / 1e6 / took - used / took,
                    (Cost.machineMicros() - all) / 1e6 / took,
                    (others.stream().mapToLong(PushTab::frames).sum() - frames) / took,
                    (others.stream().mapToLong(PushTab::characters).sum() - characters)
                            / 1e3
                            / took);
            System.out.println("| from event to | n | p50 | p95 | p99 |");
            System.out.println("|---|---|---|---|---|");
            latencies.forEach(EventToScreen::print);
            print("sockets of the clients", atSockets.stream().map(Long::doubleValue).toList());
        } finally {
            clock.shutdownNow();
            others.forEach(PushTab::close);
        }
    }

    private List<PushTab> others(HubProcess hub) throws Exception {
        PushTab.Person person = PushTab.Person.signIn(hub);
        List<PushTab> others = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String session = "/sessions/" + speakers.get(i % SESSIONS).id();
            String path = List.of(session, "/sessions", "/").get(i % 3);
            others.add(new PushTab(person, path, reader()));
        }
        return others;
    }

    /// Reads for one client: a name comes again with whatever else changes in its row.
    private Consumer<String> reader() {
        Set<String> seen = new HashSet<>();
        return message -> {
            long now = System.currentTimeMillis();
            Matcher marks = MARK.matcher(message);
            while (marks.find()) {
                if (seen.add(marks.group())) {
                    atSockets.add(now - Long.parseLong(marks.group(1)));
                }
            }
        };
    }

    private List<Page> tabs(HubProcess hub) {
        Browser browser = Browser.launch(stage);
        List<Page> tabs = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            Page page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
            page.context().addInitScript(NOTES);
            page.navigate(
                    hub.url() + "/#token=" + hub.token(),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.locator("hapi-inbox").first().waitFor();
            String session = "/sessions/" + speakers.get(i % SESSIONS).id();
            page.navigate(
                    hub.url()
                            + List.of("/", "/sessions").stream()
                                    .skip(i)
                                    .findFirst()
                                    .orElse(session));
            page.locator("hapi-sessions").first().waitFor();
            tabs.add(page);
        }
        return tabs;
    }

    private void send() {
        long number = sent.getAndIncrement();
        Speaker speaker = speakers.get((int) (number % SESSIONS));
        long now = System.currentTimeMillis();
        // Every tenth round of all sessions, so that each of them gets other names.
        if (number / SESSIONS % NAME_EVERY == 0) {
            speaker.rename("name-" + now);
        } else {
            speaker.say("A line of the agent, as long as most of them are, said-" + now);
        }
    }

    /// Takes the notes of all tabs, milliseconds by kind. The browser's thread is this one.
    private static Map<String, List<Double>> listen(List<Page> tabs, int seconds) {
        tabs.forEach(page -> page.evaluate("window.marks = []"));
        tabs.getFirst().waitForTimeout(seconds * 1000.0);
        Map<String, List<Double>> latencies = new HashMap<>();
        for (Page page : tabs) {
            for (Object mark : (List<?>) page.evaluate("window.marks")) {
                String[] parts = mark.toString().split(" ");
                double millis = Long.parseLong(parts[2]) - Long.parseLong(parts[1]);
                String kind = parts[0].equals("said") ? "message in a chat" : "name in a list";
                latencies.computeIfAbsent(kind, _ -> new ArrayList<>()).add(millis);
                latencies.computeIfAbsent("both", _ -> new ArrayList<>()).add(millis);
            }
        }
        return latencies;
    }

    private static void print(String name, List<Double> millis) {
        Figures figures = new Figures(millis);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f ms | %.0f ms | %.0f ms |%n",
                name,
                figures.count(),
                figures.at(0.5),
                figures.at(0.95),
                figures.at(0.99));
    }
}
