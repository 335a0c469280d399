from django.urls import path

from edusum.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/read/", views.notice_read, name="notice_read"),
    path("departments/<int:pk>/urge/", views.department_urge, name="department_urge"),
]
