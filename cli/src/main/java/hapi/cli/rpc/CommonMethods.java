package hapi.cli.rpc;

import hapi.cli.config.SecretVariables;
import hapi.cli.hub.SessionLink;
import hapi.protocol.home.HapiHome;
import hapi.protocol.rpc.RpcMethods;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// Everything a session offers about its folder, whatever its agent. Closing removes the uploads.
public final class CommonMethods implements AutoCloseable {
    private final FileMethods files;
    private final FileWriting writing;
    private final GitMethods git;
    private final ShellMethods shell;
    private final FileSearch search;
    private final Uploads uploads;
    private final SlashCommands commands;

    /// @param folder the session's working directory, the only one that may be looked into
    public CommonMethods(
            Path folder, HapiHome home, Map<String, String> environment, InstantSource clock) {
        Workspace workspace = new Workspace(folder);
        this.files = new FileMethods(workspace);
        Map<String, String> variables = SecretVariables.without(environment);
        Git program = new Git(workspace, variables);
        this.writing = new FileWriting(workspace);
        this.git = new GitMethods(workspace, program);
        this.search = new FileSearch(workspace, program, variables);
        this.shell = new ShellMethods(workspace, variables);
        this.uploads = new Uploads(uploadsFolder(home), clock);
        this.commands = new SlashCommands(workspace, environment);
    }

    /// Where uploads of all sessions live; the agent must be allowed to read it.
    ///
    /// In the home, not in the temporary folder of all users, where somebody else could have made
    /// it first.
    public static Path uploadsFolder(HapiHome home) {
        return home.resolve("tmp").resolve("uploads");
    }

    public void offer(SessionLink link) {
        uploads.session(link.id().value());
        link.handle(RpcMethods.LIST_DIRECTORY, files::listDirectory);
        link.handle(RpcMethods.READ_FILE, files::readFile);
        link.handle(RpcMethods.STAT_FILES, files::statFiles);
        link.handle(RpcMethods.WRITE_FILE, writing::write);
        link.handle(RpcMethods.GET_DIRECTORY_TREE, files::directoryTree);
        link.handle(RpcMethods.BASH, shell::bash);
        link.handle(RpcMethods.DIFFTASTIC, shell::difftastic);
        link.handle(RpcMethods.RIPGREP, search::search);
        link.handle(RpcMethods.GIT_STATUS, git::status);
        link.handle(RpcMethods.GIT_DIFF_NUMSTAT, git::diffNumstat);
        link.handle(RpcMethods.GIT_DIFF_FILE, git::diffFile);
        link.handle(RpcMethods.UPLOAD_FILE, uploads::upload);
        link.handle(RpcMethods.DELETE_UPLOAD, uploads::delete);
        link.handle(RpcMethods.LIST_SLASH_COMMANDS, commands::commands);
        link.handle(RpcMethods.LIST_SKILLS, commands::skills);
    }

    @Override
    public void close() {
        uploads.close();
    }
}
