package hapi.hub.chat;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What sort of work a tool does, by its name, else by the kind its agent gave it, else by its
/// input. The agents name the same tools differently.
enum ToolKind {
    COMMAND,
    READ,
    EDIT,
    SEARCH,
    FETCH,
    QUESTION,
    PLAN,
    DELEGATE,
    TODO,
    THINK,
    OTHER;

    static ToolKind of(ChatBlock.ToolCall call, JsonNode input) {
        return switch (call.name()) {
            case "Bash",
                    "bash",
                    "shell",
                    "shell_command",
                    "CodexBash",
                    "CodexPermission",
                    "run_shell_command",
                    "exec_command",
                    "Shell" ->
                    COMMAND;
            case "Read", "read", "read_file", "ReadFile", "NotebookRead", "Read file" -> READ;
            case "Edit",
                    "MultiEdit",
                    "Write",
                    "NotebookEdit",
                    "edit",
                    "write",
                    "multiedit",
                    "patch",
                    "apply_patch",
                    "CodexPatch",
                    "CodexDiff",
                    "write_file",
                    "WriteFile",
                    "replace",
                    "str_replace_based_edit_tool" ->
                    EDIT;
            case "Grep",
                    "Glob",
                    "LS",
                    "grep",
                    "glob",
                    "list",
                    "ls",
                    "search_file_content",
                    "WebSearch",
                    "websearch",
                    "google_web_search" ->
                    SEARCH;
            case "WebFetch", "webfetch", "web_fetch" -> FETCH;
            case "AskUserQuestion", "ask_user_question", "request_user_input", "question" ->
                    QUESTION;
            case "ExitPlanMode", "exit_plan_mode" -> PLAN;
            case "Task", "Agent", "task" -> DELEGATE;
            case "TodoWrite", "todowrite", "update_plan", "TaskCreate", "TaskUpdate" -> TODO;
            case "CodexReasoning" -> THINK;
            default -> byKind(call, input);
        };
    }

    private static ToolKind byKind(ChatBlock.ToolCall call, JsonNode input) {
        boolean hasCommand = input.path("command").isString() || input.path("command").isArray();
        return switch (call.kind()) {
            case "execute" -> hasCommand ? COMMAND : OTHER;
            case "read" -> READ;
            case "edit", "delete", "move" -> EDIT;
            case "search" -> SEARCH;
            case "fetch" -> FETCH;
            case "think" -> THINK;
            case null, default -> byInput(call, input, hasCommand);
        };
    }

    private static ToolKind byInput(ChatBlock.ToolCall call, JsonNode input, boolean hasCommand) {
        if (call.name().startsWith("mcp__")) {
            return OTHER;
        }
        if (hasCommand) {
            return COMMAND;
        }
        boolean isEdit =
                input.has("old_string")
                        || input.has("oldString")
                        || input.path("diff").isString()
                        || input.path("unified_diff").isString();
        return isEdit ? EDIT : OTHER;
    }

    /// The fields of the input that the bodies of this kind show in full.
    Set<String> shown(ChatBlock.ToolCall call, JsonNode input) {
        return switch (this) {
            case COMMAND -> Set.of("command", "cmd", "description", "cwd", "workdir", "dir_path");
            case EDIT -> DiffReader.read(call.name(), input).fields();
            case READ -> Set.of("file_path", "filePath", "offset", "limit");
            case SEARCH -> Set.of("pattern", "query");
            case FETCH -> Set.of("url");
            case QUESTION -> Set.of("questions");
            case PLAN -> Set.of("plan");
            case DELEGATE -> Set.of("prompt", "description");
            case TODO -> Set.of("todos", "plan");
            case THINK, OTHER -> Set.of();
        };
    }
}
