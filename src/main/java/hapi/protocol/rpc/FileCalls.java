package hapi.protocol.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shapes of the file family. Contents are base64, sizes bytes, times epoch milliseconds. Every
/// result has `success`; a refusal has `success:false` and `error`. Source: protocol/rpc-methods.md
/// section 3.
public final class FileCalls {
    private FileCalls() {}

    public record PathParams(@JsonProperty("path") @Nullable String path) {}

    /// `type` is `file`, `directory` or `other` (a symbolic link, a device).
    public record DirectoryEntry(
            @JsonProperty("name") String name,
            @JsonProperty("type") String type,
            @JsonProperty("size") @Nullable Long size,
            @JsonProperty("modified") @Nullable Long modified,
            @JsonProperty("isGitRepo") @Nullable Boolean isGitRepo) {}

    /// Directories first, then by name.
    public record DirectoryResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("entries") @Nullable List<DirectoryEntry> entries) {
        public static DirectoryResult of(List<DirectoryEntry> entries) {
            return new DirectoryResult(true, null, List.copyOf(entries));
        }

        public static DirectoryResult refused(String error) {
            return new DirectoryResult(false, error, null);
        }
    }

    public record ReadFileResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("content") @Nullable String content,
            @JsonProperty("size") @Nullable Long size,
            @JsonProperty("modified") @Nullable Long modified) {
        public static ReadFileResult refused(String error) {
            return new ReadFileResult(false, error, null, null, null);
        }
    }

    /// `content` is base64. With `expectedHash`, SHA-256 in hex, the file must be there and have
    /// it; without, there must be none.
    public record WriteFileParams(
            @JsonProperty("path") @Nullable String path,
            @JsonProperty("content") @Nullable String content,
            @JsonProperty("expectedHash") @Nullable String expectedHash) {}

    /// `hash` is that of what was written.
    public record WriteFileResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("hash") @Nullable String hash) {
        public static WriteFileResult refused(String error) {
            return new WriteFileResult(false, error, null);
        }
    }

    public record TreeParams(
            @JsonProperty("path") @Nullable String path,
            @JsonProperty("maxDepth") @Nullable Integer maxDepth) {}

    /// `type` is `file` or `directory`; `children` is absent below the depth that was asked for.
    public record TreeNode(
            @JsonProperty("name") String name,
            @JsonProperty("path") String path,
            @JsonProperty("type") String type,
            @JsonProperty("size") @Nullable Long size,
            @JsonProperty("modified") @Nullable Long modified,
            @JsonProperty("children") @Nullable List<TreeNode> children) {}

    public record TreeResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("tree") @Nullable TreeNode tree) {
        public static TreeResult of(TreeNode tree) {
            return new TreeResult(true, null, tree);
        }

        public static TreeResult refused(String error) {
            return new TreeResult(false, error, null);
        }
    }

    /// A line for a shell.
    public record BashParams(
            @JsonProperty("command") @Nullable String command,
            @JsonProperty("cwd") @Nullable String cwd,
            @JsonProperty("timeout") @Nullable Long timeoutMillis) {}

    public record DifftasticParams(
            @JsonProperty("args") @Nullable List<String> args,
            @JsonProperty("cwd") @Nullable String cwd) {}

    /// At most 500 paths.
    public record StatFilesParams(@JsonProperty("paths") @Nullable List<String> paths) {}

    public record FileStat(
            @JsonProperty("path") String path,
            @JsonProperty("size") @Nullable Long size,
            @JsonProperty("modified") @Nullable Long modified) {}

    public record StatFilesResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("entries") @Nullable List<FileStat> entries) {
        public static StatFilesResult of(List<FileStat> entries) {
            return new StatFilesResult(true, null, List.copyOf(entries));
        }

        public static StatFilesResult refused(String error) {
            return new StatFilesResult(false, error, null);
        }
    }

    /// A search for file names that contain `query`.
    public record FileSearch(
            @JsonProperty("query") @Nullable String query,
            @JsonProperty("limit") @Nullable Integer limit) {}

    public record RipgrepParams(
            @JsonProperty("args") @Nullable List<String> args,
            @JsonProperty("cwd") @Nullable String cwd,
            @JsonProperty("fileSearch") @Nullable FileSearch fileSearch) {}

    /// What a program printed. Exit code 1 of a search means "nothing found" and is a success.
    public record CommandResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("stdout") @Nullable String stdout,
            @JsonProperty("stderr") @Nullable String stderr,
            @JsonProperty("exitCode") @Nullable Integer exitCode) {
        public static CommandResult refused(String error) {
            return new CommandResult(false, error, "", "", -1);
        }
    }

    public record GitParams(
            @JsonProperty("cwd") @Nullable String cwd,
            @JsonProperty("timeout") @Nullable Long timeoutMillis) {}

    public record GitDiffParams(
            @JsonProperty("cwd") @Nullable String cwd,
            @JsonProperty("staged") @Nullable Boolean staged,
            @JsonProperty("timeout") @Nullable Long timeoutMillis) {}

    public record GitDiffFileParams(
            @JsonProperty("cwd") @Nullable String cwd,
            @JsonProperty("filePath") @Nullable String filePath,
            @JsonProperty("staged") @Nullable Boolean staged,
            @JsonProperty("timeout") @Nullable Long timeoutMillis) {}

    public record UploadParams(
            @JsonProperty("sessionId") @Nullable String sessionId,
            @JsonProperty("filename") @Nullable String filename,
            @JsonProperty("content") @Nullable String content,
            @JsonProperty("mimeType") @Nullable String mimeType) {}

    /// `path` is absolute on the session's machine and goes into the prompt as an attachment.
    public record UploadResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("path") @Nullable String path) {
        public static UploadResult refused(String error) {
            return new UploadResult(false, error, null);
        }
    }

    public record DeleteUploadParams(
            @JsonProperty("sessionId") @Nullable String sessionId,
            @JsonProperty("path") @Nullable String path) {}

    public record DeleteUploadResult(
            @JsonProperty("success") boolean success,
            @JsonProperty("error") @Nullable String error) {
        public static DeleteUploadResult refused(String error) {
            return new DeleteUploadResult(false, error);
        }
    }
}
