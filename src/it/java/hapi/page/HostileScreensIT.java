package hapi.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import hapi.attack.Markup;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.hub.PopulatedHub;
import hapi.testkit.hub.sample.Sample;
import hapi.testkit.hub.sample.Wording;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row 10 on every screen: all texts of a populated hub that a peer chooses are hostile: titles,
/// paths, hosts, facts of machines, names, inputs and outputs of tools, code and diagrams,
/// questions, plans, commands, skills, models, files, branches, attachments. A third of the
/// collection at a time stands in each field, each time in another order. The [Browser] fails the
/// test on a dialog, a request to another machine, or a violation of the page's policy.
@Tag("full")
class HostileScreensIT {
    private static final int THIRDS = 3;

    @RegisterExtension final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("row 10: text of others stays text on every screen and in every menu")
    void textOfOthersStaysTextOnEveryScreen(int third) {
        PopulatedHub hub =
                PopulatedHub.fill(stage, HubProcess.start(stage, Edition.OURS), hostile(third));
        Browser browser = Browser.launch(stage);
        browser.expectProblem("status of 404");
        Tour tour = Tour.begin(browser, hub, Screen.DESKTOP, ColorScheme.LIGHT);

        for (Place place : Place.values()) {
            Page page = tour.openAnyhow(place);
            Foreign.nothingIsIn(page, place + "");
            openEverything(page);
            Foreign.nothingIsIn(page, place + ", opened");
            assertThat(page.url()).as(place + "").endsWith(place.path());
        }
        search(tour);
        menus(tour);
        assertThat(browser.problems()).allMatch(it -> it.contains("status of 404"));
    }

    /// Each text gets the third in another order: the first of a text is read in another way than
    /// one in its middle. Code and diagrams of markdown have it in their fences.
    private static Wording hostile(int third) {
        List<String> all = Markup.payloads();
        int size = all.size() / THIRDS + 1;
        List<String> some = all.subList(third * size, Math.min(all.size(), (third + 1) * size));
        assertThat(size * THIRDS).isGreaterThan(200);
        AtomicInteger turn = new AtomicInteger();
        return new Wording(text -> {
            List<String> turned = new ArrayList<>(some);
            Collections.rotate(turned, turn.getAndIncrement());
            String hostile = String.join(" ", turned);
            return text.contains("```")
                    ? "%s\n\n```mermaid\ngraph TD; A[\"%s\"]-->B\nclick A \"javascript:alert(1)\"\n```\n\n```%s\n%s\n```\n"
                            .formatted(hostile, turned.getFirst(), turned.getFirst(), hostile)
                    : hostile;
        });
    }

    /// Opens every card, menu and section that says that it can be opened, three times over, since
    /// there are some inside.
    private static void openEverything(Page page) {
        for (int depth = 0; depth < 3; depth++) {
            page.locator("button[aria-expanded=false], summary")
                    .evaluateAll("all => all.forEach(it => it.click())");
            page.evaluate(
                    "() => new Promise(done => requestAnimationFrame(() =>"
                            + " requestAnimationFrame(done)))");
        }
    }

    private static void search(Tour tour) {
        Page page = tour.openAnyhow(Place.SESSIONS);
        Locator field = page.locator("hapi-sessions input");
        if (field.first().isVisible()) {
            field.first().fill("alert(1)");
            page.getByText("alert(1)").locator("visible=true").first().waitFor();
        }
        Foreign.nothingIsIn(page, "search");
    }

    /// The lists of the composer.
    private static void menus(Tour tour) {
        Page page = tour.openAnyhow(Place.CHAT_MARKDOWN);
        Locator field = page.locator("hapi-composer textarea");
        for (String sign : List.of("/", "$", "@a")) {
            field.fill("");
            field.pressSequentially(sign);
            // Whether there is a list or none, whatever of it there is has come with the answer.
            page.waitForLoadState(LoadState.NETWORKIDLE);
            Foreign.nothingIsIn(page, "the list after " + sign);
        }
        assertThat(page.url()).endsWith(Sample.MARKDOWN.id());
    }
}
