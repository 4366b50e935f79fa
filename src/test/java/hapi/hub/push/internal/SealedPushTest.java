package hapi.hub.push.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hapi.hub.notify.PushSubscription;
import hapi.protocol.home.HapiHome;
import hapi.protocol.home.SettingsFile;
import hapi.testkit.net.PushBrowser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedPushTest {
    private static final PushBrowser BROWSER = new PushBrowser();
    private static final byte[] PAYLOAD = "{\"title\":\"ö\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private VapidKeys keys;

    @BeforeEach
    void makeKeys() {
        keys = VapidKeys.of(new SettingsFile(new HapiHome(folder)));
    }

    @Test
    void browserOpensWhatIsSealedForItAndEachSealingIsAnother() throws Exception {
        byte[] one = sealed(PAYLOAD, BROWSER.p256dh(), BROWSER.auth());
        byte[] other = sealed(PAYLOAD, BROWSER.p256dh(), BROWSER.auth());

        assertThat(BROWSER.open(one).path("title").asString()).isEqualTo("ö");
        assertThat(one).isNotEqualTo(other);
        assertThatThrownBy(() -> new PushBrowser().open(one)).isInstanceOf(AssertionError.class);
    }

    @Test
    void longestPayloadFitsIntoWhatPushServicesTake() throws Exception {
        byte[] longest = new byte[SealedPush.MAX_BYTES];

        assertThat(sealed(longest, BROWSER.p256dh(), BROWSER.auth()))
                .hasSizeLessThanOrEqualTo(4_096);
        assertThatThrownBy(() ->
                        sealed(
                                new byte[SealedPush.MAX_BYTES + 1],
                                BROWSER.p256dh(),
                                BROWSER.auth()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysInTheOtherAlphabetAreRead() throws Exception {
        String usual = Base64.getEncoder().encodeToString(bytes(BROWSER.p256dh()));

        byte[] sealed = sealed(PAYLOAD, usual, BROWSER.auth());

        assertThat(BROWSER.open(sealed).path("title").asString()).isEqualTo("ö");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "no base64 at all!", "AA", "BA", "=", "A"})
    void keysThatAreNoneAreRefused(String key) {
        assertThatThrownBy(() -> sealed(PAYLOAD, key, BROWSER.auth()))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> sealed(PAYLOAD, "B" + key, BROWSER.auth()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void secretThatIsNoneIsRefused() {
        for (String secret : new String[] {"=", "no base64 at all!"}) {
            assertThatThrownBy(() -> sealed(PAYLOAD, BROWSER.p256dh(), secret))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void pointBesideTheCurveIsRefused() {
        byte[] point = bytes(BROWSER.p256dh());
        point[64] ^= 1;

        assertThatThrownBy(() ->
                        sealed(
                                PAYLOAD,
                                Base64.getUrlEncoder().encodeToString(point),
                                BROWSER.auth()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void ownKeysThatDoNotBelongTogetherAreRefused() {
        VapidKeys others = VapidKeys.of(new SettingsFile(new HapiHome(folder.resolve("other"))));
        keys = new VapidKeys(keys.publicKey(), others.privateKey());

        assertThatThrownBy(() -> sealed(PAYLOAD, BROWSER.p256dh(), BROWSER.auth()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://android.googleapis.com/gcm/send/one",
                "https://fcm.googleapis.com/fcm/send/one",
                "https://push.example.net/"
            })
    void everyServiceGetsTheSame(String endpoint) throws Exception {
        SealedPush push = push(endpoint, PAYLOAD, BROWSER.p256dh(), BROWSER.auth());

        assertThat(push.headers().keySet())
                .containsExactly(
                        "Authorization",
                        "Content-Encoding",
                        "Content-Type",
                        "TTL",
                        "Topic",
                        "Urgency");
        assertThat(push.headers().get("Authorization")).startsWith("vapid t=");
        assertThat(BROWSER.open(push.body()).path("title").asString()).isEqualTo("ö");
    }

    private byte[] sealed(byte[] payload, String p256dh, String auth)
            throws GeneralSecurityException {
        return push("https://push.example.net/", payload, p256dh, auth).body();
    }

    private SealedPush push(String endpoint, byte[] payload, String p256dh, String auth)
            throws GeneralSecurityException {
        return SealedPush.of(
                payload,
                new PushSubscription(endpoint, p256dh, auth),
                "https://push.example.net",
                new SealedPush.Manner(Duration.ofHours(1), true, "topic"),
                keys,
                "mailto:a@b.example");
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
