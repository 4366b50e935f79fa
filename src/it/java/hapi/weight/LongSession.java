package hapi.weight;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long it takes from an address to the last message of a session, with a long history and with
/// a short one, in turns.
final class LongSession {
    private static final int LONG = 20_000;
    private static final int SHORT = 200;
    private static final int WARM = 3;

    private final Stage stage;
    private final int rounds;

    LongSession(Stage stage, int rounds) {
        this.stage = stage;
        this.rounds = rounds;
    }

    void run() {
        HubProcess hub = HubProcess.start(stage, Edition.OURS);
        Speaker shorter = new Speaker(stage, hub, "short");
        shorter.sayMany(SHORT, "message of the short session, number ");
        Speaker longer = new Speaker(stage, hub, "long");
        longer.sayMany(LONG, "message of the long session, number ");
        Browser browser = Browser.launch(stage);
        Page page = browser.newPage(Screen.PHONE, ColorScheme.LIGHT);
        page.navigate(
                hub.url() + "/#token=" + hub.token(),
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.locator("hapi-inbox").first().waitFor();
        List<Double> shorts = new ArrayList<>();
        List<Double> longs = new ArrayList<>();
        for (int round = -WARM; round < rounds; round++) {
            double few = open(page, hub, shorter, "short session, number " + SHORT);
            double many = open(page, hub, longer, "long session, number " + LONG);
            if (round >= 0) {
                shorts.add(few);
                longs.add(many);
            }
        }
        double few = new Figures(shorts).median();
        double many = new Figures(longs).median();
        System.out.printf("%n| messages | to the last of them (median of %d) |%n", rounds);
        System.out.println("|---|---|");
        System.out.printf(
                Locale.ROOT, "| %d | %.0f ms |%n| %d | %.0f ms |%n", SHORT, few, LONG, many);
        System.out.printf(Locale.ROOT, "%nratio %.2f%n", many / few);
    }

    private static double open(Page page, HubProcess hub, Speaker speaker, String last) {
        speaker.alive();
        page.navigate("about:blank");
        long start = System.nanoTime();
        page.navigate(
                hub.url() + "/sessions/" + speaker.id(),
                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.locator("hapi-chat .agent")
                .filter(new Locator.FilterOptions().setHasText(last))
                .last()
                .waitFor();
        return (System.nanoTime() - start) / 1e6;
    }
}
