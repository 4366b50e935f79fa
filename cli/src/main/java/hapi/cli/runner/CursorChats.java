package hapi.cli.runner;

import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.MachineCalls.CursorChatStoreParams;
import hapi.protocol.rpc.MachineCalls.CursorChatStoreResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/// Where Cursor keeps a chat, so that clients know how it can be gone on with: its own form in
/// `~/.cursor/chats/<MD5 of the workspace's path>/<id>/store.db`, that of its ACP server in
/// `~/.cursor/acp-sessions/<id>/store.db`. The same files, in the same order, that a published
/// runner 0.30.7 looks at.
final class CursorChats {
    private static final int MAX_WORKSPACES = 5000;
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final CursorChatStoreResult NONE = new CursorChatStoreResult(false, null);
    private final Map<String, String> environment;

    CursorChats(Map<String, String> environment) {
        this.environment = environment;
    }

    CursorChatStoreResult find(CursorChatStoreParams params) {
        String id = params.cursorSessionId() == null ? "" : params.cursorSessionId();
        String workspace = params.workspacePath() == null ? "" : params.workspacePath();
        if (!id.matches(ID) || workspace.isBlank()) {
            return NONE;
        }
        try {
            Path store = HapiHome.expand("~", environment).resolve(".cursor");
            if (Files.isRegularFile(
                    store.resolve("acp-sessions").resolve(id).resolve("store.db"))) {
                return new CursorChatStoreResult(true, "acp");
            }
            Path chats = store.resolve("chats");
            boolean isLegacy = isChat(chats.resolve(md5(workspace)), id) || isAnywhere(chats, id);
            return isLegacy ? new CursorChatStoreResult(true, "legacy") : NONE;
        } catch (InvalidPathException e) {
            return NONE;
        }
    }

    private static boolean isChat(Path workspaceChats, String id) {
        return Files.isRegularFile(workspaceChats.resolve(id).resolve("store.db"));
    }

    /// The workspace may have been written in another way, or moved.
    private static boolean isAnywhere(Path chats, String id) {
        try (Stream<Path> workspaces = Files.list(chats)) {
            return workspaces.limit(MAX_WORKSPACES).anyMatch(it -> isChat(it, id));
        } catch (IOException e) {
            return false;
        }
    }

    /// Cursor's own choice; nothing depends on its strength.
    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("MD5")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
