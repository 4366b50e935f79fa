package hapi.cli.runner;

import hapi.cli.config.CliConfig;
import hapi.cli.config.Launcher;
import hapi.cli.config.ProgramVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which build serves which hub as which machine; the token as its SHA-256 only.
public record RunnerIdentity(
        String version,
        String build,
        String launcher,
        String apiUrl,
        String machineId,
        String tokenHash) {

    public static RunnerIdentity of(CliConfig config, Launcher launcher, String token) {
        return of(config, launcher, InstalledBuild.of(launcher), token);
    }

    static RunnerIdentity of(
            CliConfig config, Launcher launcher, InstalledBuild build, String token) {
        return new RunnerIdentity(
                ProgramVersion.current(),
                build.stamp(),
                launcher.script().map(Object::toString).orElse(""),
                config.hubUrl().toString(),
                config.machineId().value(),
                sha256(token));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
