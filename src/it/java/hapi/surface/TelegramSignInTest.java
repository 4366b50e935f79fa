package hapi.surface;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.auth.TelegramAccounts;
import hapi.hub.auth.WebTokens;
import hapi.hub.config.TelegramSettings;
import hapi.protocol.json.Json;
import hapi.testkit.hub.HubClient;
import hapi.testkit.net.InitDataSigner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sign-in and binding of people of Telegram, as the published page asks for them. Each test has
/// people of its own.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramSignInTest {
    private static final String BOT = "110201543:a-bot-of-a-test";
    private static final String WRONG = "Invalid access token";

    @TempDir static Path home;
    private final ManualClock clock = new ManualClock();
    private final InitDataSigner signer = new InitDataSigner(BOT, clock);
    private EmbeddedHub hub;

    @BeforeAll
    void start() {
        hub =
                EmbeddedHub.start(
                        home,
                        clock,
                        Map.of(),
                        new TelegramSettings(
                                BOT, true, URI.create("http://127.0.0.1:9"), Duration.ofHours(24)));
    }

    @AfterAll
    void close() {
        hub.close();
    }

    private HubClient.Answer signIn(String initData) {
        return hub.client()
                .send("POST", "/api/auth", Json.object().put("initData", initData), null);
    }

    private HubClient.Answer bind(String initData, String accessToken) {
        return hub.client()
                .send(
                        "POST",
                        "/api/bind",
                        Json.object().put("initData", initData).put("accessToken", accessToken),
                        null);
    }

    private static String refusal(HubClient.Answer answer) {
        return answer.status() + " " + answer.json().path("error").asString("");
    }

    @Test
    void whoIsBoundSignsInWithTelegramAlone() {
        String data = signer.of(1, "a");
        assertThat(refusal(signIn(data))).isEqualTo("401 not_bound");

        JsonNode bound = bind(data, EmbeddedHub.TOKEN + ":ann").ok();
        JsonNode first = signIn(data).ok();
        JsonNode second = signIn(data).ok();

        long owner = hub.get(WebTokens.class).ownerId();
        assertThat(first.path("user")).isEqualTo(bound.path("user"));
        assertThat(first.path("user").toString())
                .isEqualTo(
                        "{\"id\":%d,\"username\":\"annb\",\"firstName\":\"Ann\"}".formatted(owner));
        for (JsonNode answer : new JsonNode[] {bound, first, second}) {
            assertThat(hub.get(WebTokens.class).verify(answer.path("token").asString()))
                    .isInstanceOfSatisfying(
                            WebTokens.Verdict.Valid.class,
                            it -> assertThat(it.namespace().value()).isEqualTo("ann"));
        }
    }

    @Test
    @DisplayName("row 23: data that has bound does not bind again, fresh data of its person does")
    void dataBindsOnce() {
        String data = signer.of(2, "a");
        bind(data, EmbeddedHub.TOKEN).ok();

        assertThat(refusal(bind(data, EmbeddedHub.TOKEN)))
                .isEqualTo("401 initData was used before");
        bind(signer.of(2, "b"), EmbeddedHub.TOKEN).ok();
        assertThat(refusal(bind(signer.of(2, "c"), EmbeddedHub.TOKEN + ":other")))
                .isEqualTo("409 already_bound");
    }

    @Test
    void wrongTokenBindsNobodyAndUsesNothingUp() {
        String data = signer.of(3, "a");

        assertThat(refusal(bind(data, "wrong"))).isEqualTo("401 " + WRONG);
        assertThat(refusal(bind("forged", "wrong"))).isEqualTo("401 " + WRONG);
        assertThat(refusal(signIn(data))).isEqualTo("401 not_bound");
        bind(data, EmbeddedHub.TOKEN).ok();
    }

    @Test
    @DisplayName("row 23: forged and old data is refused with the wire's words")
    void forgedDataIsRefused() {
        String data = signer.of(4, "a");
        String forged = data.replace("Ann", "Eve");
        String old = signer.of(4, "b");
        bind(data, EmbeddedHub.TOKEN).ok();

        assertThat(refusal(signIn(forged))).isEqualTo("401 Invalid initData signature");
        assertThat(refusal(bind(forged, EmbeddedHub.TOKEN)))
                .isEqualTo("401 Invalid initData signature");
        assertThat(refusal(signIn("a=b"))).isEqualTo("401 Missing hash");
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(refusal(signIn(data))).isEqualTo("401 initData is too old");
        assertThat(refusal(bind(old, EmbeddedHub.TOKEN))).isEqualTo("401 initData is too old");
    }

    @Test
    void whoIsUnboundMustBindAgain() {
        String data = signer.of(5, "a");
        bind(data, EmbeddedHub.TOKEN).ok();
        TelegramAccounts accounts = hub.get(TelegramAccounts.class);

        accounts.namespaceOf(5).ifPresent(it -> accounts.unbind(it, 5));

        assertThat(refusal(signIn(data))).isEqualTo("401 not_bound");
    }

    @Test
    void initDataWinsOverAnAccessToken() {
        JsonNode both = Json.object().put("initData", "x=1").put("accessToken", EmbeddedHub.TOKEN);

        assertThat(refusal(hub.client().send("POST", "/api/auth", both, null)))
                .isEqualTo("401 Missing hash");
    }

    @Test
    void halfABodyIsNoBody() {
        assertThat(
                        refusal(
                                hub.client()
                                        .send(
                                                "POST",
                                                "/api/bind",
                                                Json.object().put("initData", "x"),
                                                null)))
                .isEqualTo("400 Invalid body");
    }
}
