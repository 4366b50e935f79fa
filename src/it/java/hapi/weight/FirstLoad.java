package hapi.weight;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The first load of our pages beside those of the published hub, each filled with the same
/// sessions, in turns, with an empty and with a filled cache.
final class FirstLoad {
    /// Ours shows a request at the root itself; there, the list with its first session comes first.
    private static final Map<Edition, String> AT_ROOT =
            Map.of(
                    Edition.OURS,
                    "hapi-inbox .buttons button",
                    Edition.PUBLISHED,
                    "text=" + Sample.RISKY_COMMAND.title());

    private static final Map<Edition, String> AT_SESSION =
            Map.of(
                    Edition.OURS, "hapi-dock .buttons button",
                    Edition.PUBLISHED, "role=button[name=/^Allow/]");

    private final Stage stage;
    private final int rounds;
    private final Map<String, List<Phone.Load>> loads = new TreeMap<>();

    FirstLoad(Stage stage, int rounds) {
        this.stage = stage;
        this.rounds = rounds;
    }

    void run() {
        Browser browser = Browser.launch(stage);
        HubProcess ours = filled(Edition.OURS);
        HubProcess published = filled(Edition.PUBLISHED);
        for (int round = 1; round <= rounds; round++) {
            Weigh.say("first load, round %d", round);
            for (HubProcess hub : List.of(ours, published)) {
                measure(browser, hub, "root", "/", AT_ROOT.get(hub.edition()));
                String session = "/sessions/" + Sample.RISKY_COMMAND.id();
                measure(browser, hub, "session", session, AT_SESSION.get(hub.edition()));
            }
        }
        print();
    }

    private HubProcess filled(Edition edition) {
        HubProcess hub = HubProcess.start(stage, edition);
        PopulatedHub.fill(stage, hub);
        return hub;
    }

    private void measure(Browser browser, HubProcess hub, String what, String path, String waited) {
        Page first = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);
        signIn(first, hub);
        String address = hub.url() + path;
        String name = "%s %s".formatted(hub.edition().name().toLowerCase(Locale.ROOT), what);
        add(name + " cold", Phone.load(first.context().newPage(), address, waited));
        add(name + " warm", Phone.load(first.context().newPage(), address, waited));
        first.context().close();
    }

    private static void signIn(Page page, HubProcess hub) {
        if (hub.edition() == Edition.OURS) {
            page.navigate(
                    hub.url() + "/#token=" + hub.token(),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.locator("hapi-inbox .buttons button").first().waitFor();
            Phone.clearCache(page);
        } else {
            page.context()
                    .addInitScript(
                            "localStorage.setItem('hapi_access_token::' + location.origin, '%s')"
                                    .formatted(hub.token()));
        }
    }

    private void add(String name, Phone.Load load) {
        Weigh.say(
                "    %s: %.0f bytes, %.0f requests, paint %.0f ms, seen %.0f ms",
                name, load.bytes(), load.requests(), load.paint(), load.seen());
        loads.computeIfAbsent(name, _ -> new ArrayList<>()).add(load);
    }

    private void print() {
        System.out.printf(
                "%n| load (%d each, medians) | KB | requests | first paint | seen |%n", rounds);
        System.out.println("|---|---|---|---|---|");
        loads.forEach((name, all) ->
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.0f | %.0f | %.1f s | %.1f s |%n",
                        name,
                        median(all, Phone.Load::bytes) / 1000,
                        median(all, Phone.Load::requests),
                        median(all, Phone.Load::paint) / 1000,
                        median(all, Phone.Load::seen) / 1000));
    }

    private static double median(List<Phone.Load> loads, ToDoubleFunction<Phone.Load> figure) {
        return new Figures(loads.stream().map(figure::applyAsDouble).toList()).median();
    }
}
