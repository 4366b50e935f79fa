package hapi.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import hapi.protocol.json.Json;
import hapi.testkit.browser.Browser;
import hapi.testkit.browser.Screen;
import hapi.testkit.hub.Edition;
import hapi.testkit.hub.HubProcess;
import hapi.testkit.stage.Stage;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/// Whatever an agent, a tool or a machine says is text (attack 10 for list, chat and requests). The
/// [Browser] fails the test on a dialog, a request to another machine, or a violation of the page's
/// policy.
class HostileTextIT {
    private static final List<String> PAYLOADS =
            List.of(
                    "<script>alert(1)</script>",
                    "<img src=x onerror=alert(1)>",
                    "<svg onload=alert(1)>",
                    "<svg><script>alert(1)</script></svg>",
                    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
                    "<iframe src=https://evil.example/frame></iframe>",
                    "<a href=\"javascript:alert(1)\">press me</a>",
                    "[press me](javascript:alert(1))",
                    "[press me](JaVaScRiPt&colon;alert(1))",
                    "[press me](data:text/html,<script>alert(1)</script>)",
                    "![picture](https://evil.example/pixel.png)",
                    "![picture](x\" onerror=\"alert(1))",
                    "<details open ontoggle=alert(1)>",
                    "<body onload=alert(1)>",
                    "<input autofocus onfocus=alert(1)>",
                    "<video><source onerror=alert(1)></video>",
                    "<style>@import 'https://evil.example/a.css';*{display:none}</style>",
                    "<link rel=stylesheet href=https://evil.example/b.css>",
                    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
                    "<base href=https://evil.example/>",
                    "<form action=https://evil.example/><button autofocus>go</button></form>",
                    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
                    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                    "</textarea><img src=x onerror=alert(1)>",
                    "\"><img src=x onerror=alert(1)>",
                    "'-alert(1)-'",
                    "${alert(1)} {{constructor.constructor('alert(1)')()}}",
                    "```\"><img src=x onerror=alert(1)>\nx\n```",
                    "<object data=https://evil.example/o></object><embed src=https://evil.example/e>",
                    "&lt;img src=x onerror=alert(1)&gt; \u202egnp.exe\u2066 \u001b]8;;javascript:alert(1)\u0007x");

    /// Elements and attributes that no text may have become, in the page and in every shadow.
    private static final String FOUND =
            """
            () => {
              const bad = [];
              const look = root => {
                for (const it of root.querySelectorAll('*')) {
                  const handler = [...it.attributes].find(a => /^on/.test(a.name));
                  const link = it.href || it.action || it.src || '';
                  if (handler || it.localName === 'iframe' || it.localName === 'object'
                      || it.localName === 'embed' || it.localName === 'math'
                      || /^(javascript|data:text)/i.test(link) || /evil/.test(it.src || '')
                      || it.localName === 'base' && /evil/.test(it.href)) {
                    bad.push(it.outerHTML.slice(0, 200));
                  }
                  if (it.shadowRoot) look(it.shadowRoot);
                }
              };
              look(document);
              return bad;
            }
            """;

    @RegisterExtension final Stage stage = new Stage();

    private HubProcess hub;

    @Test
    void textOfOthersStaysText() {
        hub = HubProcess.start(stage, Edition.OURS);
        Browser browser = Browser.launch(stage);
        PAYLOADS.forEach(this::name);
        PlayedSession session = PlayedSession.start(stage, hub, "hostile");
        for (int i = 0; i < PAYLOADS.size(); i++) {
            String payload = PAYLOADS.get(i);
            session.say(payload);
            session.call("call-" + i, "Bash", Json.object().put("command", payload));
            session.result("call-" + i, payload);
        }
        String all = String.join("\n", PAYLOADS);
        session.call("toolu_all", "Bash", Json.object().put("command", all));
        session.ask("toolu_all", all);

        Visitor visitor = Visitor.signIn(browser, hub, Screen.DESKTOP);
        Locator titles = visitor.page().locator("hapi-sessions b");
        assertThat(titles).hasCount(PAYLOADS.size() + 1);
        assertThat(titles.getByText(PAYLOADS.getFirst()).first()).isVisible();
        assertThat(
                        visitor.page()
                                .locator("hapi-sessions h2 span")
                                .getByText(PAYLOADS.get(1))
                                .first())
                .isVisible();
        nothingIsFound(visitor);

        visitor.open(session.id());
        visitor.isAsked("Run a command?");
        assertThat(visitor.dock().locator("pre.command")).containsText(PAYLOADS.getFirst());
        visitor.readsTheWholeCommand();
        nothingIsFound(visitor);
        open(visitor);
        assertThat(visitor.chat()).containsText(PAYLOADS.get(1));
        nothingIsFound(visitor);
        visitor.scrollChatToTop();
        open(visitor);
        nothingIsFound(visitor);
        assertThat(browser.problems()).isEmpty();
        assertThat(visitor.page().url()).endsWith("/sessions/" + session.id());
        visitor.shoot("hostile-text");
    }

    /// Opens every card that is in the page.
    private static void open(Visitor visitor) {
        visitor.chat()
                .locator("button.head[aria-expanded=false]")
                .evaluateAll("all => all.forEach(it => it.click())");
    }

    private static void nothingIsFound(Visitor visitor) {
        assertThat((List<?>) visitor.page().evaluate(FOUND)).isEmpty();
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
                .put("name", name);
        hub.client().send("POST", "/cli/sessions", start, hub.token()).ok();
    }
}
