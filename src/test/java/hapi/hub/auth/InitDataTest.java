package hapi.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.ManualClock;
import hapi.hub.auth.InitData.Verdict;
import hapi.testkit.net.InitDataSigner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("row 23: sign-in data of Telegram")
class InitDataTest {
    private static final String BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
    private static final String FIELDS =
            "auth_date=1800000000&query_id=AAE&signature=c2ln&user=%7B%22id%22%3A777%2C%22first_name%22%3A%22Ann%22%2C%22last_name%22%3A%22B%22%2C%22username%22%3A%22annb%22%2C%22language_code%22%3A%22en%22%7D";

    // Computed with Python's hmac and hashlib.
    private static final String HASH =
            "69b1494922f2de205861954b396b8c971bcd1f1bcd84f6e11f530871df365d4b";
    private static final String SWAPPED_KEY =
            "41b1657bf284a469e7e7a5260215dc3a1b6af5b2d6e1173a2a6073513ea77e56";
    private static final String WIDGET_KEY =
            "f3f9aa35ca846be311ca526e0d4b4d868d4bf1994c10ce6c581a6d5b281d26a7";

    private final ManualClock clock = new ManualClock();
    private final InitData initData = new InitData(BOT, Duration.ofHours(24), clock);
    private final InitDataSigner signer = new InitDataSigner(BOT, clock);

    private String reason(String text) {
        return initData.verify(text) instanceof Verdict.Refused(String reason) ? reason : "valid";
    }

    private static Map<String, String> fields(Map<String, String> changes) {
        Map<String, String> fields =
                new HashMap<>(Map.of("auth_date", "1800000000", "user", "{\"id\":7}"));
        fields.putAll(changes);
        return fields;
    }

    @Test
    void whatTelegramSignedIsBelieved() {
        assertThat(initData.verify(FIELDS + "&hash=" + HASH))
                .isEqualTo(new Verdict.Valid(new TelegramPerson(777, "annb", "Ann", "B"), HASH));
        assertThat(initData.verify(signer.signed(fields(Map.of()))))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        it ->
                                assertThat(it.person())
                                        .isEqualTo(new TelegramPerson(7, null, null, null)));
    }

    @Test
    void orderAndEncodingOfTheFieldsDoNotMatter() {
        String[] pairs = FIELDS.split("&");
        String reordered =
                "hash=%s&%s&%s&%s&%s".formatted(HASH, pairs[3], pairs[1], pairs[0], pairs[2]);

        assertThat(reason(reordered)).isEqualTo("valid");
        assertThat(reason(FIELDS.replace("AAE", "%41AE") + "&&hash=" + HASH)).isEqualTo("valid");
    }

    @Test
    void everyChangedFieldIsRefused() {
        for (String[] change :
                List.of(
                        new String[] {"auth_date=1800000000", "auth_date=1799999999"},
                        new String[] {"query_id=AAE", "query_id=AAF"},
                        new String[] {"signature=c2ln", "signature=c2lo"},
                        new String[] {"777", "778"},
                        new String[] {"Ann", "Eve"},
                        new String[] {"query_id=AAE&", ""},
                        new String[] {"query_id", "query_ix"},
                        new String[] {"query_id=AAE", "query_id=AAE&more=1"})) {
            assertThat(reason(FIELDS.replace(change[0], change[1]) + "&hash=" + HASH))
                    .as(change[1])
                    .isEqualTo("Invalid initData signature");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SWAPPED_KEY, WIDGET_KEY, "00", "zz"})
    void otherHashesAndOtherKeysAreRefused(String hash) {
        assertThat(reason(FIELDS + "&hash=" + hash)).isEqualTo("Invalid initData signature");
    }

    @Test
    void hashInCapitalsAndAnotherBotsDataAreRefused() {
        String other = new InitDataSigner("110201543:other", clock).of(777, "q");

        assertThat(reason(FIELDS + "&hash=" + HASH.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo("Invalid initData signature");
        assertThat(reason(other)).isEqualTo("Invalid initData signature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hash=" + HASH + "&" + FIELDS + "&hash=" + HASH,
                FIELDS + "&user=%7B%22id%22%3A1%7D&hash=" + HASH,
                FIELDS + "&%75ser=%7B%22id%22%3A1%7D&hash=" + HASH,
                FIELDS + "&a=%zz&hash=" + HASH,
                FIELDS + "&lonely&hash=" + HASH,
                FIELDS + "&=x&hash=" + HASH,
                "%",
                "a"
            })
    void fieldsThatComeTwiceOrAreNotEncodedAreRefused(String text) {
        assertThat(reason(text)).isEqualTo("Malformed initData");
    }

    /// The signed text is the same as that of the two fields.
    @Test
    void twoFieldsWrittenAsOneAreRefused() {
        assertThat(reason(FIELDS.replace("AAE&signature", "AAE%0Asignature") + "&hash=" + HASH))
                .isEqualTo("Malformed initData");
    }

    @ParameterizedTest
    @CsvSource({
        "0, valid",
        "86400, valid",
        "86401, initData is too old",
        "-60, valid",
        "-61, initData is from the future"
    })
    void ageIsBoundedAtBothEnds(long seconds, String expected) {
        String signed = signer.of(7, "q");

        clock.advance(Duration.ofSeconds(seconds));

        assertThat(reason(signed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1e9", "1800000000.0", "+1800000000", "9999999999999"})
    void dateThatIsNoNumberIsRefused(String date) {
        assertThat(reason(signer.signed(fields(Map.of("auth_date", date)))))
                .isEqualTo("Missing or invalid auth_date");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{x | Invalid user JSON",
                "'' | Invalid user JSON",
                "{} | Invalid user schema",
                "[] | Invalid user schema",
                "{\"id\":\"7\"} | Invalid user schema",
                "{\"id\":7.5} | Invalid user schema",
                "{\"id\":0} | Invalid user schema",
                "{\"id\":-7} | Invalid user schema",
                "{\"id\":99999999999999999999} | Invalid user schema",
                "{\"id\":7,\"username\":null} | Invalid user schema",
                "{\"id\":7,\"first_name\":1} | Invalid user schema",
                "{\"id\":7,\"last_name\":[]} | Invalid user schema"
            })
    void signedButNoPersonIsRefused(String user, String expected) {
        assertThat(reason(signer.signed(fields(Map.of("user", user))))).isEqualTo(expected);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(reason("")).isEqualTo("Missing hash");
        assertThat(reason("a=b")).isEqualTo("Missing hash");
        assertThat(reason("hash=00")).isEqualTo("Missing or invalid auth_date");
        assertThat(reason(signer.signed(Map.of("auth_date", "1800000000"))))
                .isEqualTo("Missing user");
        assertThat(reason("a=" + "b".repeat(9000))).isEqualTo("initData is too long");
    }
}
