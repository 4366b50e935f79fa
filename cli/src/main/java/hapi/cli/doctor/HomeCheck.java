package hapi.cli.doctor;

import hapi.protocol.home.HapiHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether this person can write where HAPI keeps its files, and nobody else can read the token.
///
/// Rights are tried, not read: access lists, read-only mounts and root make the bits lie.
final class HomeCheck {
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);
    private final HapiHome home;

    HomeCheck(HapiHome home) {
        this.home = home;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(folder());
        if (isReadableByOthers(home.settingsFile())) {
            findings.add(
                    Finding.note(
                            "settings-rights",
                            "Other users of this machine can read the token in "
                                    + home.settingsFile(),
                            "Run: chmod 600 " + home.settingsFile()));
        }
        return findings;
    }

    private Finding folder() {
        Path folder = home.folder();
        if (!Files.exists(folder)) {
            Path present = nearestPresent(folder);
            return present != null && Files.isDirectory(present) && Files.isWritable(present)
                    ? Finding.ok("home", "%s does not exist yet and can be made".formatted(folder))
                    : Finding.fault(
                            "home",
                            "%s does not exist and cannot be made%s"
                                    .formatted(folder, present == null ? "" : " below " + present),
                            "Set HAPI_HOME to a folder of yours, or get the right to write there");
        }
        if (!Files.isDirectory(folder)) {
            return Finding.fault(
                    "home",
                    folder + " is a file, it must be a folder",
                    "Move the file away, or set HAPI_HOME to another folder");
        }
        for (Path each : List.of(folder, home.resolve("logs"))) {
            String refusal = Files.isDirectory(each) ? refusal(each) : null;
            if (refusal != null) {
                return noRights(each, refusal);
            }
        }
        Path settings = home.settingsFile();
        if (Files.exists(settings) && !Files.isReadable(settings)) {
            return noRights(settings, "cannot be read");
        }
        return Finding.ok("home", folder + " can be written");
    }

    private Finding noRights(Path where, String refusal) {
        return Finding.fault(
                "home",
                "No rights on %s: %s%s".formatted(where, refusal, owner(where)),
                "Run: sudo chown -R %s %s && chmod -R u+rwX %s"
                        .formatted(System.getProperty("user.name"), home.folder(), home.folder()),
                "Or set HAPI_HOME to a folder of yours");
    }

    private static @Nullable String refusal(Path folder) {
        try {
            Files.deleteIfExists(Files.createTempFile(folder, "doctor", ".tmp"));
            return null;
        } catch (IOException e) {
            return "a file cannot be made there";
        }
    }

    private static String owner(Path file) {
        try {
            String owner = Files.getOwner(file).getName();
            return owner.equals(System.getProperty("user.name")) ? "" : ", it belongs to " + owner;
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // A file system that knows no owners.
        }
    }

    private static @Nullable Path nearestPresent(Path folder) {
        Path candidate = folder.getParent();
        while (candidate != null && !Files.exists(candidate)) {
            candidate = candidate.getParent();
        }
        return candidate;
    }

    private static boolean isReadableByOthers(Path file) {
        try {
            return Files.exists(file)
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // No such rights here, so none to warn about.
        }
    }
}
