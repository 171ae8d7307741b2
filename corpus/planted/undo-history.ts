// holder: undoStack \(Array\)
interface Document {
  readonly title: string
  readonly paragraphs: readonly string[]
}

class Editor {
  current: Document = { title: 'Untitled', paragraphs: [] }
  protected readonly undoStack: Document[] = []

  rename(title: string): void {
    this.remember()
    this.current = { ...this.current, title } // <- leaks
  }

  protected remember(): void {
    this.undoStack.push(this.current) // <- leaks
  }
}

class BoundedEditor extends Editor {
  protected override remember(): void {
    super.remember()
    if (this.undoStack.length > 10) this.undoStack.shift()
  }
}

function edit(editor: Editor): void {
  editor.rename(editor.current.title === 'Draft' ? 'Final' : 'Draft')
}

export const leaky = { name: 'all states for undo', setup: () => new Editor(), run: edit }

export const repaired = { name: 'ten states for undo', setup: () => new BoundedEditor(), run: edit }
