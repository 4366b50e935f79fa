package hapi.hub.push.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.notify.PushSubscription;
import hapi.protocol.json.Json;
import hapi.testkit.net.PushBrowser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedPayloadTest {
    private static final PushBrowser BROWSER = new PushBrowser();

    /// The example of RFC 8291, section 5.
    @Test
    void exampleOfTheStandardComesOutToTheByte() throws Exception {
        PushSubscription receiver =
                new PushSubscription(
                        "https://push.example.net/",
                        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                        "BTBZMqHH6r4Tts7J_aSIgg");
        KeyPair sender =
                new KeyPair(
                        P256.publicKey(
                                bytes(
                                        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
                        P256.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));

        byte[] sealed =
                SealedPayload.seal(
                        "When I grow up, I want to be a watermelon"
                                .getBytes(StandardCharsets.UTF_8),
                        receiver,
                        sender,
                        bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void browserOpensWhatIsSealedForItAndEachSealingIsAnother() throws Exception {
        byte[] payload =
                Json.write(Json.object().put("title", "ö")).getBytes(StandardCharsets.UTF_8);

        byte[] one = SealedPayload.seal(payload, of(BROWSER.p256dh(), BROWSER.auth()));
        byte[] other = SealedPayload.seal(payload, of(BROWSER.p256dh(), BROWSER.auth()));

        assertThat(BROWSER.open(one).path("title").asString()).isEqualTo("ö");
        assertThat(one).isNotEqualTo(other);
        assertThatThrownBy(() -> new PushBrowser().open(one)).isInstanceOf(AssertionError.class);
    }

    @Test
    void longestPayloadFitsIntoWhatPushServicesTake() throws Exception {
        byte[] payload = new byte[SealedPayload.MAX_BYTES];

        assertThat(SealedPayload.seal(payload, of(BROWSER.p256dh(), BROWSER.auth())))
                .hasSizeLessThanOrEqualTo(4_096);
    }

    @Test
    void keysInTheOtherAlphabetAreRead() throws Exception {
        String usual = Base64.getEncoder().encodeToString(bytes(BROWSER.p256dh()));
        byte[] sealed =
                SealedPayload.seal(
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_8), of(usual, BROWSER.auth()));

        assertThat(BROWSER.open(sealed).path("a").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "no base64 at all!", "BA", ""})
    void keysThatAreNoneAreRefused(String key) {
        assertThatThrownBy(() -> SealedPayload.seal(new byte[1], of("B" + key, BROWSER.auth())))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void pointBesideTheCurveIsRefused() throws Exception {
        byte[] point = P256.point((ECPublicKey) P256.generate().getPublic());
        point[64] ^= 1;

        assertThatThrownBy(() ->
                        SealedPayload.seal(
                                new byte[1],
                                of(Base64.getUrlEncoder().encodeToString(point), BROWSER.auth())))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static PushSubscription of(String p256dh, String auth) {
        return new PushSubscription("https://push.example.net/", p256dh, auth);
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
