package hapi.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `Bash(npm test:*)` admits `npm test` with whatever words behind it, and nothing else.
class AllowListOfCommandsTest {
    private final AllowedTools allowed = new AllowedTools();

    @BeforeEach
    void allowNpmTest() {
        allowed.add(List.of("Bash(npm test:*)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm test",
                "  npm\ttest  ",
                "npm test -- --runInBand",
                "npm test -t 'a && b; c | d > e $(f) `g`'",
                "npm test -t \"a && b; c | d > e\"",
                "npm test a\\ b \\; \\$HOME",
                "\"npm\" 'test'",
                "npm test *.js ~/x [ab]?"
            })
    void plainCommandOfThatNameIsAdmitted(String command) {
        assertThat(admits(command)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm test; rm -rf x",
                "npm test;rm -rf x",
                "npm test && x",
                "npm test&&x",
                "npm test || x",
                "npm test | sh",
                "npm test |& sh",
                "npm test & x",
                "npm test $(x)",
                "npm test \"$(x)\"",
                "npm test `x`",
                "npm test \"`x`\"",
                "npm test 'a'`x`",
                "npm test \"a\\\"$(x)\\\"\"",
                "npm test 'a\\'$(x)",
                "npm test\nrm -rf x",
                "npm test \\\nrm",
                "npm test\rrm -rf x",
                "npm test\n",
                "npm test\0rm",
                "npm test > /etc/passwd",
                "npm test >> x",
                "npm test 2>x",
                "npm test < x",
                "npm test <(x)",
                "npm test >(x)",
                "npm test <<EOF",
                "npm test ${x:=$(y)}",
                "npm test $((a[$(x)]))",
                "npm test $'a\\nb'",
                "npm test $HOME",
                "npm test 'unfinished",
                "npm test \"unfinished",
                "npm test \\",
                "(npm test)",
                "{ npm test; }",
                "npm testx",
                "npm test/../x",
                "npm 'test;' x",
                "npm\\ test",
                "'npm test'",
                "npm  install",
                "npm",
                "sudo npm test",
                "PATH=/tmp npm test",
                "NODE_OPTIONS=--require=/tmp/x npm test",
                "./npm test",
                "xnpm test",
                "! npm test",
                "# npm test",
                "npm\u00a0test",
                ""
            })
    void everythingElseIsAskedAbout(String command) {
        assertThat(admits(command)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bash(:*)",
                "Bash( :*)",
                "Bash()",
                "Bash( )",
                "Bash",
                "Bash(npm test && x:*)",
                "Bash($(x):*)",
                "Bash('x:*)"
            })
    void ruleThatIsNoPlainCommandAdmitsNothing(String rule) {
        AllowedTools rules = new AllowedTools();

        rules.add(List.of(rule));

        for (String command : List.of("rm -rf /", "", " ", "npm test && x", "npm test")) {
            assertThat(rules.allows("Bash", bash(command))).as(command).isFalse();
        }
    }

    /// The page allows a command for the session with a rule made of its text; a command that ends
    /// in `:*` would make it a rule for all commands of its first words.
    @Test
    void commandThatReadsLikeARuleIsAllowedAlone() {
        String command = "rm :*";
        AllowedTools rules = new AllowedTools();

        rules.add(AllowedTools.ruleFor("Bash", bash(command)), command);

        assertThat(rules.allows("Bash", bash(command))).isTrue();
        assertThat(rules.allows("Bash", bash("rm -rf x"))).isFalse();
    }

    @Test
    void otherToolsDoNotProfit() {
        assertThat(allowed.allows("Write", bash("npm test"))).isFalse();
        assertThat(allowed.allows("mcp__x__Bash", bash("npm test"))).isFalse();
    }

    private boolean admits(String command) {
        return allowed.allows("Bash", bash(command));
    }

    private static JsonNode bash(String command) {
        return Json.object().put("command", command);
    }
}
