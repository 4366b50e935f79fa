package hapi.hub.chat;

import java.util.List;
import java.util.stream.Collectors;

/// A timeline as text, one line a block, children indented: for golden files and failure messages.
final class TimelineDump {
    private TimelineDump() {}

    static String of(Timeline timeline) {
        StringBuilder out = new StringBuilder();
        append(timeline.blocks(), "", out);
        timeline.plan()
                .ifPresent(plan ->
                        out.append("plan ")
                                .append(plan.done())
                                .append('/')
                                .append(plan.items().size())
                                .append(' ')
                                .append(
                                        plan.items().stream()
                                                .map(i -> i.status() + ":" + i.content())
                                                .collect(Collectors.joining(" | ")))
                                .append('\n'));
        timeline.contextUse()
                .ifPresent(use ->
                        out.append("context ")
                                .append(use.used())
                                .append('/')
                                .append(use.window())
                                .append('\n'));
        for (ChatBlock.ToolCallBlock open : timeline.openRequests()) {
            out.append("open ").append(open.id()).append('\n');
        }
        return out.toString();
    }

    private static void append(List<ChatBlock> blocks, String indent, StringBuilder out) {
        for (ChatBlock block : blocks) {
            out.append(indent).append(block.id()).append("  ").append(text(block)).append('\n');
            if (block instanceof ChatBlock.ToolCallBlock tool) {
                append(tool.children(), indent + "    ", out);
            }
        }
    }

    private static String text(ChatBlock block) {
        return switch (block) {
            case ChatBlock.UserText user ->
                    "user "
                            + (user.isQueued() ? user.delivery() + " " : "")
                            + quote(user.text())
                            + (user.attachments().isEmpty()
                                    ? ""
                                    : " +" + user.attachments().size() + " files");
            case ChatBlock.AgentText agent ->
                    "agent " + (agent.isStreaming() ? "… " : "") + quote(agent.text());
            case ChatBlock.AgentReasoning thought ->
                    "thought " + (thought.isLive() ? "… " : "") + quote(thought.text());
            case ChatBlock.ToolCallBlock tool ->
                    "tool "
                            + tool.state()
                            + " "
                            + quote(tool.call().name())
                            + " "
                            + tool.call().input().text()
                            + (tool.permission() == null
                                    ? ""
                                    : " permission=" + tool.permission().getClass().getSimpleName())
                            + (tool.permission() instanceof Permission.Denied denied
                                    ? "(" + denied.reason() + ")"
                                    : "")
                            + (tool.result() == null
                                    ? ""
                                    : " result=" + quote(tool.result().text()))
                            + (tool.durationMillis() == null
                                    ? ""
                                    : " " + tool.durationMillis() + "ms");
            case ChatBlock.PlanBlock plan -> "plan " + plan.items();
            case ChatBlock.GeneratedImage image -> "image " + image.imageId();
            case ChatBlock.CodexReview review -> "review " + review.findings();
            case ChatBlock.CliOutput output ->
                    "cli "
                            + quote(output.command())
                            + " -> "
                            + quote(output.stdout())
                            + (output.stderr().isEmpty() ? "" : " ! " + quote(output.stderr()));
            case ChatBlock.EventBlock event -> "event " + event.event();
            case ChatBlock.UnknownBlock unknown ->
                    "unknown " + unknown.kind() + " " + unknown.raw().text();
        };
    }

    private static String quote(String text) {
        return "\"" + text.replace("\n", "\\n") + "\"";
    }
}
