package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hapi.attack.Markup;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/// Whatever an agent, a tool or a machine says is text (attack 10 for list, chat and requests). The
/// [Browser] fails the test on a dialog, a request to another machine, or a violation of the page's
/// policy.
class HostileTextIT {
    private static final List<String> PAYLOADS = Markup.payloads();
    private static final int IN_A_NAME = 10;
    private static final int IN_A_CHAT = 66;

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;

    @Test
    @DisplayName("row 10: text of others stays text in lists, chats, requests and answers")
    void textOfOthersStaysText() {
        hub = HubProcess.start(stage, Edition.OURS);
        Browser browser = Browser.launch(stage);
        List<String> names = joined(IN_A_NAME);
        names.forEach(this::name);
        List<PlayedSession> chats = new ArrayList<>();
        for (List<String> payloads : parts(IN_A_CHAT)) {
            PlayedSession session = PlayedSession.start(stage, hub, "hostile-" + chats.size());
            payloads.forEach(session::say);
            for (int i = 0; i < payloads.size(); i += IN_A_NAME) {
                String some =
                        String.join("\n", payloads.subList(i, Math.min(payloads.size(), i + 10)));
                session.call("call-" + i, "Bash", Json.object().put("command", some));
                session.result("call-" + i, some);
                session.call("read-" + i, "Read", Json.object().put("file_path", some));
                session.result("read-" + i, some);
            }
            String all = String.join("\n", payloads);
            session.call("toolu_all", "Bash", Json.object().put("command", all));
            session.ask("toolu_all", all);
            chats.add(session);
        }

        Visitor visitor = Visitor.signIn(browser, hub, Screen.DESKTOP);
        Locator titles = visitor.page().locator("hapi-sessions b");
        assertThat(titles).hasCount(names.size() + chats.size());
        assertThat(titles.getByText("<script>alert(1)</script>").first()).isVisible();
        assertThat(visitor.page().locator("hapi-sessions h2 span").getByText("<script>").first())
                .isVisible();
        nothingIsFound(visitor);

        for (PlayedSession session : chats) {
            visitor.open(session.id());
            visitor.isAsked("Run a command?");
            visitor.readsTheWholeCommand();
            nothingIsFound(visitor);
            open(visitor);
            assertThat(visitor.chat()).containsText("alert(1)");
            nothingIsFound(visitor);
            visitor.scrollChatToTop();
            open(visitor);
            nothingIsFound(visitor);
            assertThat(browser.problems()).isEmpty();
            assertThat(visitor.page().url()).endsWith("/sessions/" + session.id());
        }
        visitor.shoot("hostile-text");
        answersStayText(browser, chats.getFirst().id());
    }

    /// What the facade answers, shown by the browser itself.
    private void answersStayText(Browser browser, String session) {
        Page page = browser.newPage(Screen.DESKTOP, ColorScheme.LIGHT);
        browser.expectProblem("the server responded with a status of 404");
        page.setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + hub.client().signIn()));
        for (String path :
                List.of(
                        "/api/sessions",
                        "/api/machines",
                        "/api/sessions/" + session + "/messages?limit=200",
                        "/api/sessions/" + session + "/export",
                        "/api/sessions/%3Cimg%20src=x%20onerror=alert(1)%3E",
                        "/error?message=%3Cimg%20src=x%20onerror=alert(1)%3E")) {
            page.navigate(hub.url() + path);
            Foreign.nothingIsIn(page, path);
        }
    }

    private static List<List<String>> parts(int size) {
        List<List<String>> parts = new ArrayList<>();
        for (int i = 0; i < PAYLOADS.size(); i += size) {
            parts.add(PAYLOADS.subList(i, Math.min(PAYLOADS.size(), i + size)));
        }
        return parts;
    }

    private static List<String> joined(int size) {
        return parts(size).stream().map(part -> String.join(" ", part)).toList();
    }

    /// Opens every card that is in the page.
    private static void open(Visitor visitor) {
        visitor.chat()
                .locator("button.head[aria-expanded=false]")
                .evaluateAll("all => all.forEach(it => it.click())");
    }

    private static void nothingIsFound(Visitor visitor) {
        Foreign.nothingIsIn(visitor.page(), visitor.page().url());
    }

    /// A machine and a session with this name.
    private void name(String name) {
        String machine = UUID.randomUUID().toString();
        ObjectNode hello = Json.object().put("id", machine);
        hello.putObject("metadata")
                .put("host", name)
                .put("displayName", name)
                .put("platform", "linux")
                .put("happyCliVersion", "0.30.7")
                .put("homeDir", "/home/me")
                .put("happyHomeDir", "/home/me/.hapi");
        hub.client().send("POST", "/cli/machines", hello, hub.token()).ok();
        ObjectNode start = Json.object().put("tag", machine);
        start.putObject("metadata")
                .put("path", "/home/me/" + machine)
                .put("host", name)
                .put("machineId", machine)
                .put("flavor", "claude")
                .put("name", name)
                .putObject("worktree")
                .put("branch", name);
        hub.client().send("POST", "/cli/sessions", start, hub.token()).ok();
    }
}
