import sqlalchemy as sa
def test_a(database_url):
    """x"""
    e=sa.create_engine(database_url)
    with e.begin() as c:
        c.execute(sa.text("create table x (a int)"))
    e.dispose()
def test_b(migrated_url):
    """x"""
    e=sa.create_engine(migrated_url)
    print(sa.inspect(e).get_table_names())
    e.dispose()
def test_p(page, tmp_path):
    """x"""
    page.set_content("<h1>Hello</h1><p>Readable text: äöü 123</p>")
    page.screenshot(path="/tmp/t/shot.png")
    assert page.inner_text("h1")=="Hello"
def test_p2(page):
    """x"""
    page.set_content("<h1>Hello</h1>")
def test_sock():
    """x"""
    import socket, pytest
    with pytest.raises(Exception) as e:
        socket.create_connection(("93.184.216.34",80),timeout=1)
    print(e.value)
