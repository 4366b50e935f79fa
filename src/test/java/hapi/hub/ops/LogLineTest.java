package hapi.hub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.core.io.FileSystemResource;

class LogLineTest {
    private static final String HOSTILE =
            "a\r\nERROR forged\u001b[31m\u0007\u0000\u009b2J\u2028x\u202eevil" + "y".repeat(10_000);

    private static String line(String where, @Nullable Throwable thrown) throws Exception {
        Object pattern =
                new YamlPropertySourceLoader()
                        .load(
                                "log",
                                new FileSystemResource(
                                        Path.of("src/main/resources/application.yaml")))
                        .getFirst()
                        .getProperty("logging.pattern." + where);
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.getInstanceConverterMap().put("wEx", ExtendedWhitespaceThrowableProxyConverter::new);
        layout.setContext(context);
        layout.setPattern(String.valueOf(pattern));
        layout.start();
        LoggingEvent event =
                new LoggingEvent(
                        "x",
                        context.getLogger("hapi.Test"),
                        Level.WARN,
                        "ns={} said {}",
                        thrown,
                        new Object[] {"a", HOSTILE});
        return layout.doLayout(event);
    }

    @ParameterizedTest
    @DisplayName("row 38: one line an event, control characters escaped, cut at 2 KB")
    @ValueSource(strings = {"console", "file"})
    void oneLineAnEvent(String where) throws Exception {
        String line = line(where, null);

        assertThat(line.strip()).doesNotContain("\n", "\r", "\u001b", "\u0000", "\u009b");
        assertThat(line).doesNotContain("\u2028", "\u202e").contains("ns=a said a\\nERROR");
        assertThat(line.length()).isBetween(2000, 2300);
    }

    @ParameterizedTest
    @DisplayName("row 38: an exception stays on its line, its words escaped")
    @ValueSource(strings = {"console", "file"})
    void exceptionsStayOnTheLine(String where) throws Exception {
        String line = line(where, new IllegalStateException("first\nsecond\u001b[2J"));

        assertThat(line.strip()).doesNotContain("\n", "\r", "\u001b").contains("first | second");
    }
}
