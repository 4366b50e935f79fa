package hapi.cli.rpc;

import hapi.protocol.rpc.FileCalls.WriteFileParams;
import hapi.protocol.rpc.FileCalls.WriteFileResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writing a file of the workspace: a new one, or one whose content the writer has seen, which its
/// hash proves. Who reads meanwhile sees the old content or the new. Source: agents/modules.md
/// section 3; unlike the published process a relative path is relative to the workspace.
final class FileWriting {
    private static final String NOT_NEW = "File already exists but was expected to be new";

    private final Workspace workspace;

    FileWriting(Workspace workspace) {
        this.workspace = workspace;
    }

    WriteFileResult write(WriteFileParams params) {
        if (params.content() == null) {
            return WriteFileResult.refused("Content is required");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(params.content());
        } catch (IllegalArgumentException e) {
            return WriteFileResult.refused("Content is not base64");
        }
        if (bytes.length > FileMethods.MAX_FILE_BYTES) {
            return WriteFileResult.refused(FileMethods.TOO_LARGE);
        }
        try {
            return workspace.use(
                    params.path(),
                    (parent, name, facts) ->
                            facts.isPresent()
                                    ? replace(parent, name, facts.get(), bytes, params)
                                    : create(parent, name, bytes, params.expectedHash()));
        } catch (Workspace.AccessDenied e) {
            return WriteFileResult.refused(e.getMessage());
        } catch (FileAlreadyExistsException e) {
            return WriteFileResult.refused(NOT_NEW);
        } catch (IOException e) {
            return WriteFileResult.refused("Failed to write file: " + FileMethods.reason(e));
        }
    }

    private static WriteFileResult create(
            Folder parent, Path name, byte[] bytes, @Nullable String expectedHash)
            throws IOException {
        if (expectedHash != null) {
            return WriteFileResult.refused("File does not exist but hash was provided");
        }
        fill(parent, name, bytes);
        return new WriteFileResult(true, null, hash(bytes));
    }

    private static WriteFileResult replace(
            Folder parent,
            Path name,
            BasicFileAttributes facts,
            byte[] bytes,
            WriteFileParams params)
            throws IOException {
        if (!facts.isRegularFile()) {
            return WriteFileResult.refused("Failed to write file: not a regular file");
        }
        if (params.expectedHash() == null) {
            return WriteFileResult.refused(NOT_NEW);
        }
        String actual = hash(FileMethods.read(parent, name));
        if (!actual.equalsIgnoreCase(params.expectedHash())) {
            return WriteFileResult.refused(
                    "File hash mismatch. Expected: %s, Actual: %s"
                            .formatted(params.expectedHash(), actual));
        }
        Path beside = Path.of(".hapi-%s.tmp".formatted(UUID.randomUUID()));
        fill(parent, beside, bytes, permissions(facts));
        try {
            parent.replace(name, beside);
        } catch (IOException e) {
            parent.delete(beside);
            throw e;
        }
        return new WriteFileResult(true, null, hash(bytes));
    }

    private static void fill(Folder parent, Path name, byte[] bytes, FileAttribute<?>... made)
            throws IOException {
        Set<StandardOpenOption> anew =
                EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (OutputStream out = Channels.newOutputStream(parent.file(name, anew, made))) {
            out.write(bytes);
        }
    }

    /// A program stays one that can be run.
    private static FileAttribute<?>[] permissions(BasicFileAttributes facts) {
        Optional<Set<PosixFilePermission>> known =
                facts instanceof PosixFileAttributes posix
                        ? Optional.of(posix.permissions())
                        : Optional.empty();
        return known.map(PosixFilePermissions::asFileAttribute).stream()
                .toArray(FileAttribute<?>[]::new);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
