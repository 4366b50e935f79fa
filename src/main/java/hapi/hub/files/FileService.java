package hapi.hub.files;

import hapi.hub.rpc.RpcGateway;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.SessionService;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.json.SplicedJson;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.rpc.FileCalls.DeleteUploadParams;
import hapi.protocol.rpc.FileCalls.FileSearch;
import hapi.protocol.rpc.FileCalls.FileStat;
import hapi.protocol.rpc.FileCalls.GitDiffFileParams;
import hapi.protocol.rpc.FileCalls.GitDiffParams;
import hapi.protocol.rpc.FileCalls.GitParams;
import hapi.protocol.rpc.FileCalls.PathParams;
import hapi.protocol.rpc.FileCalls.RipgrepParams;
import hapi.protocol.rpc.FileCalls.StatFilesParams;
import hapi.protocol.rpc.FileCalls.StatFilesResult;
import hapi.protocol.rpc.FileCalls.UploadParams;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Files and git of a session's folder, asked of its process; answers are passed on as they came.
/// The process refuses paths outside its folder. Blocks up to 30 seconds. Source: protocol/rest.md
/// section 6.
@Component
public final class FileService {
    private static final FileAnswer NO_PATH = FileAnswer.failure("Session path not available");
    private static final String READ_IMAGE = "readGeneratedImage";
    private static final String NO_LIST = "Failed to list files";

    private final SessionService sessions;
    private final RpcGateway rpc;

    FileService(SessionService sessions, RpcGateway rpc) {
        this.sessions = sessions;
        this.rpc = rpc;
    }

    public FileAnswer gitStatus(SessionKey key) {
        return inFolder(key, cwd -> call(key, RpcMethods.GIT_STATUS, new GitParams(cwd, null)));
    }

    /// `staged` null leaves the choice to the process.
    public FileAnswer gitDiffNumbers(SessionKey key, @Nullable Boolean staged) {
        return inFolder(
                key,
                cwd ->
                        call(
                                key,
                                RpcMethods.GIT_DIFF_NUMSTAT,
                                new GitDiffParams(cwd, staged, null)));
    }

    public FileAnswer gitDiff(SessionKey key, String path, @Nullable Boolean staged) {
        return at(
                key,
                path,
                cwd ->
                        call(
                                key,
                                RpcMethods.GIT_DIFF_FILE,
                                new GitDiffFileParams(cwd, path, staged, null)));
    }

    public FileAnswer read(SessionKey key, String path) {
        return at(key, path, _ -> call(key, RpcMethods.READ_FILE, new PathParams(path)));
    }

    /// An empty path is the folder itself.
    public FileAnswer list(SessionKey key, String path) {
        return at(key, path, _ -> call(key, RpcMethods.LIST_DIRECTORY, new PathParams(path)));
    }

    /// A picture that the agent made: `content` (base64), `mimeType`, `fileName`.
    public FileAnswer generatedImage(SessionKey key, String imageId) {
        return raw(
                key, READ_IMAGE, RawJson.of(Json.object().put("id", imageId)), RpcGateway.TIMEOUT);
    }

    /// `content` is the file in base64, as a JSON string; it is copied once, into the frame that
    /// goes to the process.
    public FileAnswer upload(
            SessionKey key, String fileName, SplicedJson content, String mimeType) {
        SplicedJson params =
                SplicedJson.of("{\"sessionId\":" + Json.write(key.id().value()))
                        .then(",\"filename\":" + Json.write(fileName) + ",\"content\":")
                        .then(content)
                        .then(",\"mimeType\":" + Json.write(mimeType) + "}");
        RpcMethod<UploadParams, ?> method = RpcMethods.UPLOAD_FILE;
        return answer(rpc.callRaw(key, method.name(), params, method.timeout()));
    }

    public FileAnswer deleteUpload(SessionKey key, String path) {
        return call(key, RpcMethods.DELETE_UPLOAD, new DeleteUploadParams(key.id().value(), path));
    }

    /// Files whose path matches, at most `limit`, in the order in which they were found.
    public FileAnswer search(SessionKey key, String query, int limit) {
        return inFolder(key, cwd -> search(key, cwd, new FileNameQuery(query), limit));
    }

    private FileAnswer search(SessionKey key, String cwd, FileNameQuery query, int limit) {
        List<String> arguments =
                query.text().isEmpty() || query.isPattern()
                        ? List.of("--files")
                        : List.of("--files", "--iglob", query.asGlob());
        FileAnswer found =
                call(
                        key,
                        RpcMethods.RIPGREP,
                        new RipgrepParams(arguments, cwd, new FileSearch(query.text(), limit)));
        JsonNode result = found.body().read();
        if (!result.path("success").asBoolean(false)) {
            return FileAnswer.failure(result.path("error").asString(NO_LIST));
        }
        List<String> paths =
                result.path("stdout")
                        .asString("")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .filter(query::matches)
                        .limit(limit)
                        .toList();
        return FileAnswer.of(files(paths, stats(key, paths)));
    }

    /// Sizes and times are a help: without them the names are still an answer.
    private Map<String, FileStat> stats(SessionKey key, List<String> paths) {
        Map<String, FileStat> byPath = new HashMap<>();
        RpcResult<StatFilesResult> answer =
                rpc.call(key, RpcMethods.STAT_FILES, new StatFilesParams(paths));
        if (answer instanceof RpcResult.Ok<StatFilesResult>(StatFilesResult result)
                && result.entries() != null) {
            result.entries().forEach(entry -> byPath.put(entry.path(), entry));
        }
        return byPath;
    }

    private static RawJson files(List<String> paths, Map<String, FileStat> stats) {
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode files = answer.putArray("files");
        for (String path : paths) {
            int slash = path.lastIndexOf('/');
            ObjectNode file =
                    files.addObject()
                            .put("fileName", path.substring(slash + 1))
                            .put("filePath", slash < 0 ? "" : path.substring(0, slash))
                            .put("fullPath", path)
                            .put("fileType", "file");
            FileStat stat = stats.get(path);
            if (stat != null && stat.size() != null) {
                file.put("size", stat.size());
            }
            if (stat != null && stat.modified() != null) {
                file.put("modified", stat.modified());
            }
        }
        return RawJson.of(answer);
    }

    /// What a process says to a path outside its folder, without asking it.
    private FileAnswer at(SessionKey key, String path, Function<String, FileAnswer> ask) {
        return inFolder(
                key,
                folder -> WorkspacePath.isInside(folder, path) ? ask.apply(folder) : outside(path));
    }

    private static FileAnswer outside(String path) {
        return FileAnswer.of(
                RawJson.of(
                        Json.object()
                                .put("success", false)
                                .put(
                                        "error",
                                        "Access denied: Path '%s' is outside the working directory"
                                                .formatted(path))));
    }

    private FileAnswer inFolder(SessionKey key, Function<String, FileAnswer> ask) {
        Optional<String> path =
                sessions.summary(key)
                        .map(SessionSummary::metadata)
                        .map(SessionSummary.Details::path)
                        .filter(it -> !it.isEmpty());
        return path.isPresent() ? ask.apply(path.get()) : NO_PATH;
    }

    private <P> FileAnswer call(SessionKey key, RpcMethod<P, ?> method, P params) {
        return raw(key, method.name(), method.writeParams(params), method.timeout());
    }

    private FileAnswer raw(SessionKey key, String method, RawJson params, Duration timeout) {
        return answer(rpc.callRaw(key, method, params, timeout));
    }

    private static FileAnswer answer(RpcResult<RawJson> result) {
        if (!(result instanceof RpcResult.Ok<RawJson>(RawJson answer))) {
            return FileAnswer.failure(result.failure());
        }
        return FileAnswer.of(answer);
    }
}
