package hapi.walls;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who may import whom, as data. A row is one package with everything below it that has no row of
/// its own; `sees` holds for the whole package, `inside` in addition for its `internal` package.
/// Words in lower case are our packages, below `hapi`; words in capitals are [#LIBRARIES]. The JDK,
/// JSpecify and slf4j are open to everyone. A package of ours without a row is refused.
final class ImportTable {
    record Row(Set<String> sees, Set<String> inside) {}

    /// Package prefixes; the longest that fits names the library.
    static final Map<String, String> LIBRARIES = new TreeMap<>();

    static {
        library(
                "JDK",
                "java javax jdk com.sun.net.httpserver com.sun.management org.jspecify org.slf4j");
        library("JDBC", "java.sql javax.sql org.springframework.jdbc org.springframework.data");
        library("JDBC", "org.springframework.dao org.springframework.transaction org.sqlite");
        library("JDBC", "com.zaxxer.hikari org.flywaydb");
        library("SPRING", "org.springframework jakarta.annotation");
        library("SERVLET", "jakarta.servlet");
        library("TOMCAT", "org.apache.catalina org.apache.coyote org.apache.tomcat");
        library("JACKSON", "tools.jackson com.fasterxml.jackson.annotation");
        library("JACKSON2", "com.fasterxml.jackson");
        library("NETTY", "com.corundumstudio.socketio io.netty");
        // The page that Vaadin lets us change is a document of jsoup.
        library("VAADIN", "com.vaadin org.jsoup");
        library("JWT", "io.jsonwebtoken");
        library("WEBPUSH", "nl.martijndwars.webpush org.bouncycastle org.jose4j");
        library("METRICS", "io.micrometer");
        library("LOGBACK", "ch.qos.logback");
        library("ZSTD", "io.airlift.compress");
        library("QR", "com.google.zxing");
        library("MARKDOWN", "org.commonmark org.owasp.html");
        library("DIFF", "com.github.difflib");
        library("PICOCLI", "picocli");
        library("JLINE", "org.jline");
        library("PTY", "com.pty4j");
    }

    private static final String FEATURES =
            "hub.session hub.message hub.machine hub.permission hub.files hub.terminal hub.start hub.search hub.catalogue ";
    private static final String EDGE =
            "protocol hub.scope hub.events hub.auth hub.config hub.rpc hub.chat " + FEATURES;
    private static final String CLI_FAMILY =
            "protocol cli.agent cli.jsonrpc cli.config cli.mcp cli.hub cli.session cli.tui JACKSON";

    static final Map<String, Row> ROWS = new LinkedHashMap<>();

    static {
        row("protocol", "JACKSON");
        row("protocol.qr", "QR");

        row("hub", "protocol hub.config hub.store hub.transfer SPRING");
        row("hub.scope", "protocol");
        row("hub.config", "protocol SPRING JACKSON");
        row("hub.listener", "hub.config SPRING SERVLET TOMCAT");
        row("hub.events", "protocol hub.scope hub.lanes SPRING");
        row("hub.lanes", "protocol hub.scope hub.events SPRING");
        row("hub.store", "protocol hub.scope hub.lanes hub.config SPRING JDBC");
        row("hub.transfer", "protocol hub.scope hub.store hub.lanes hub.config JDBC ZSTD LOGBACK");
        row(
                "hub.auth",
                "protocol hub.scope hub.store hub.config hub.listener SPRING SERVLET JACKSON JWT",
                "hub.lanes JDBC");
        row("hub.rpc", "protocol hub.scope SPRING JACKSON");
        for (String feature : FEATURES.split(" ")) {
            row(
                    feature,
                    "protocol hub.scope hub.events hub.lanes hub.store hub.config hub.rpc SPRING JACKSON "
                            + FEATURES,
                    "JDBC");
        }
        row(
                "hub.chat",
                "protocol hub.scope hub.events hub.message hub.session JACKSON MARKDOWN DIFF");
        row(
                "hub.notify",
                "protocol hub.scope hub.events hub.rpc hub.chat hub.config SPRING " + FEATURES,
                "hub.lanes hub.store JDBC JACKSON");

        row("hub.socket", EDGE + "hub.lanes hub.socket.transport SPRING SERVLET JACKSON");
        row(
                "hub.socket.transport",
                "protocol hub.listener SPRING SERVLET TOMCAT NETTY JACKSON JACKSON2");
        row("hub.api", EDGE + "METRICS hub.listener hub.notify SPRING SERVLET JACKSON");
        row("hub.ui", EDGE + "hub.notify SPRING SERVLET VAADIN JACKSON QR DIFF");
        row("hub.telegram", EDGE + "hub.notify SPRING JACKSON", "hub.store JDBC");
        row("hub.outlet", EDGE + "hub.notify SPRING JACKSON");
        row("hub.push", EDGE + "hub.notify SPRING JACKSON", "hub.lanes hub.store JDBC WEBPUSH");
        row(
                "hub.ops",
                EDGE
                        + "hub.lanes hub.store hub.notify hub.listener hub.socket hub.socket.transport METRICS JDBC SPRING SERVLET TOMCAT protocol.qr JACKSON");

        row("cli", "protocol cli.command cli.config PICOCLI");
        row(
                "cli.command",
                "protocol protocol.qr cli cli.hub cli.session cli.agent cli.claude cli.codex cli.acp cli.rpc cli.doctor cli.web"
                        + " cli.opencode cli.runner cli.spawn cli.terminal cli.tui cli.config cli.mcp cli.demo cli.hook PICOCLI JLINE JACKSON");
        row("cli.config", "protocol cli.hub cli.net JACKSON");
        row("cli.hub", "protocol cli.net JACKSON");
        row("cli.net", "");
        row("cli.mcp", "protocol cli.config JACKSON");
        row("cli.tui", "protocol cli.config JLINE");
        row("cli.agent", "protocol cli.config JACKSON");
        row("cli.jsonrpc", "protocol cli.agent JACKSON");
        row("cli.session", "protocol cli.agent cli.hub cli.rpc cli.mcp cli.tui cli.config JACKSON");
        row("cli.claude", CLI_FAMILY);
        row("cli.codex", CLI_FAMILY);
        row("cli.acp", CLI_FAMILY + " cli.rpc");
        row("cli.opencode", "protocol cli.agent JACKSON");
        row("cli.rpc", "protocol cli.hub cli.agent cli.config JACKSON");
        row("cli.terminal", "protocol cli.hub cli.config JACKSON PTY");
        row("cli.spawn", "protocol cli.agent cli.config JACKSON");
        row(
                "cli.runner",
                "protocol cli.spawn cli.models cli.hub cli.rpc cli.agent cli.config JACKSON");
        row(
                "cli.models",
                "protocol cli.agent cli.codex cli.acp cli.jsonrpc cli.hub cli.config JACKSON");
        row("cli.hook", "protocol cli.config JACKSON");
        row("cli.web", "protocol cli.hub JACKSON");
        row("cli.doctor", "protocol cli.hub cli.net cli.config cli.agent cli.runner JACKSON");
        row("cli.demo", "protocol cli.config cli.agent cli.session cli.hub JACKSON");
    }

    private ImportTable() {}

    /// The row's name for one of our packages, its name without `hapi.`; empty when it has none.
    /// The two roots `hub` and `cli` stand for themselves only, else every new package would have a
    /// row.
    static Optional<String> rowOf(String packageName) {
        if (ROWS.containsKey(packageName)) {
            return Optional.of(packageName);
        }
        int dot = packageName.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String parent = packageName.substring(0, dot);
        return List.of("hub", "cli").contains(parent) ? Optional.empty() : rowOf(parent);
    }

    /// The library a foreign package belongs to; empty when nobody may use it.
    static Optional<String> libraryOf(String packageName) {
        for (String prefix = packageName; ; prefix = prefix.substring(0, prefix.lastIndexOf('.'))) {
            if (LIBRARIES.containsKey(prefix)) {
                return Optional.of(LIBRARIES.get(prefix));
            }
            if (prefix.indexOf('.') < 0) {
                return Optional.empty();
            }
        }
    }

    private static void library(String name, String prefixes) {
        for (String prefix : prefixes.split(" ")) {
            LIBRARIES.put(prefix, name);
        }
    }

    private static void row(String name, String sees) {
        row(name, sees, "");
    }

    private static void row(String name, String sees, String inside) {
        ROWS.put(name, new Row(words(sees), words(inside)));
    }

    private static Set<String> words(String text) {
        var words = new HashSet<>(Arrays.asList(text.trim().split(" +")));
        words.remove("");
        return Set.copyOf(words);
    }
}
