"""Command lines of the authors' tools: one parser, with a command for each module."""

import argparse
from pathlib import Path


def run_command(program, about, modules):
    """Read the command line, call the `main` of the module that it names, return its exit status.

    modules: name of a command -> its module. The first paragraph of a module's docstring is the
    command's help, all of it its description. A module may have `add_arguments(parser)`, and
    `OUTPUT`, the folder that it writes into unless another is named, or None if one must be. It has
    `main(arguments)`, whose `arguments.notebooks` are the paths that were given, and whose
    `arguments.refuse(why)` ends the program.
    """
    parser = argparse.ArgumentParser(prog=program, description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module in modules.items():
        command = commands.add_parser(
            name,
            help=module.__doc__.partition("\n")[0],
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK")
        if hasattr(module, "OUTPUT"):
            how = {"default": module.OUTPUT, "required": module.OUTPUT is None}
            command.add_argument("-o", "--output", type=Path, metavar="FOLDER", **how)
        if hasattr(module, "add_arguments"):
            module.add_arguments(command)
        command.set_defaults(main=module.main, refuse=command.error)
    arguments = parser.parse_args()
    return arguments.main(arguments)
