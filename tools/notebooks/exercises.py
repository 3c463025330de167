"""Make the cells of each exercise, the one to fill in and its check, from the exercise's solution.

    python tools/notebooks exercises        write them into the lessons

The solution of 3.1 stands in the solutions notebook, in the cell that ends with
`labels.check("3.1", soft_label)`. What is checked there, the lesson asks for: of a function it
gives the first line and the docstring, of a dictionary that is written out the keys, of anything
else the name. Where that does not show the form of the answer, the cell's metadata do, under
`exercise`: `my_rows = ...  # two rows`.
"""

import ast
import json
import re

import nbformat

from notebooks.series import code_cells, notebooks, read

CHECK = re.compile(r'^\w+\.check\("(\d+\.\d+)", (.+)\)$', re.MULTILINE)


def made(solutions):
    """Number of an exercise -> the sources of its two cells, by the solutions notebook."""
    found, before = {}, []
    for cell in solutions.cells:
        if cell.cell_type == "markdown":
            before = []
            continue
        before.append(cell.source)
        for number, checked in CHECK.findall(cell.source):
            names = [each.id for each in ast.walk(ast.parse(checked)) if isinstance(each, ast.Name)]
            stubs = [stub(ast.parse("\n".join(before)), name) for name in names]
            asked = cell.metadata.get("exercise", "\n".join(stubs))
            found[number] = asked, f'exercises.check("{number}", {checked})'
    return found


def stub(tree, name):
    """What is left to fill in of the last definition of a name in a solution."""
    for node in reversed(tree.body):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            head = ast.unparse(node).partition("\n")[0]
            return f'{head}\n    """{ast.get_docstring(node)}"""\n    ...'
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return _keys(name, getattr(node.value, "keys", [])) or f"{name} = ..."
    return f"{name} = ..."  # one of several names that are set at once


def _keys(name, keys):
    """A dictionary to fill in, in the form that ruff gives it; "" without keys."""
    items = [f"{json.dumps(ast.literal_eval(key))}: ..." for key in keys]
    line = f"{name} = {{{', '.join(items)}}}"
    if len(line) > 100:
        line = "\n".join([f"{name} = {{", *(f"    {item}," for item in items), "}"])
    return line if items else ""


def cells_of(lesson):
    """Number of an exercise -> its two cells in a lesson, the one to fill in and its check."""
    found = {}
    for cell in code_cells(lesson):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name := re.fullmatch(r"exercise-(\d+)-(\d+)(?:-check)?", grade_id):
            found.setdefault(f"{name[1]}.{name[2]}", []).append(cell)
    return found


def main(arguments):
    """Write the cells of every lesson, whichever are named."""
    (solutions,) = notebooks("solutions")
    sources = made(read(solutions))
    for path in notebooks("lesson"):
        lesson = read(path)
        for number, cells in cells_of(lesson).items():
            for cell, source in zip(cells, sources[number], strict=True):
                cell.source = source
        if lesson != read(path):
            nbformat.write(lesson, path)
            print(f"{path.name}: changed, refresh it")
    return 0
