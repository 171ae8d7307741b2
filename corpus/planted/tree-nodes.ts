// holder: children \(Array\)
class TreeNode {
  readonly label: string
  readonly children: TreeNode[] = []
  parent: TreeNode | undefined

  constructor(label: string, parent?: TreeNode) {
    this.label = label
    this.parent = parent
    parent?.children.push(this) // <- leaks
  }

  /** Forgets its parent, which does not forget it. */
  detach(): void {
    this.parent = undefined
  }

  remove(): void {
    const siblings = this.parent?.children ?? []
    siblings.splice(siblings.indexOf(this), 1)
    this.detach()
  }
}

function openFolder(root: TreeNode): TreeNode {
  const folder = new TreeNode('photos', root) // <- leaks
  new TreeNode('beach.jpg', folder) // <- leaks
  return folder
}

const setup = () => new TreeNode('/')

export const leaky = {
  name: 'nodes that leave by half',
  setup,
  run: (root: TreeNode) => openFolder(root).detach(),
}

export const repaired = {
  name: 'nodes that leave',
  setup,
  run: (root: TreeNode) => openFolder(root).remove(),
}
